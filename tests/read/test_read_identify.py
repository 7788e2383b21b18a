"""Which language a text is in."""

import pytest

from chancery.read.identify import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the two countries would open an embassy in the spring.", "en"),
        ("Министр сообщил, что страны откроют посольство весной и что он сам приедет.", "ru"),
        ("Міністр повідомив, що країни відкриють посольство навесні та що він сам приїде.", "uk"),
        ("Министр екі елдің елшілігі ашылатынын және көктемде келетінін айтты.", "kk"),
        ("Министр эки өлкөнүн элчилиги ачыларын жана жазында келерин айтты, бул жөнүндө маалымат берилди.", "ky"),
        ("Nazir iki ölkə arasında səfirliyin açılacağını və yazda gələcəyini bildirib.", "az"),
        ("Bakan, iki ülke arasında büyükelçiliğin açılacağını ve bunun için geleceğini söyledi.", "tr"),
        ("Der Minister sagte, dass die beiden Länder im Frühjahr eine Botschaft eröffnen und er nicht kommt.", "de"),
        ("Le ministre a dit que les deux pays ouvriraient une ambassade au printemps dans la capitale.", "fr"),
        ("El ministro dijo que los dos países abrirán una embajada en la capital en primavera.", "es"),
        ("Министърът каза, че двете държави ще открият посолство и че той ще дойде на пролет.", "bg"),
        ("მინისტრმა ელჩი მიიღო", "ka"),
        ("Նախարարը ընդունեց դեսպանին", "hy"),
        ("部长会见了大使并讨论了贸易", "zh"),
        ("大臣は大使と会談し、貿易について話し合った", "ja"),
        ("استقبل الوزير السفير الجديد", "ar"),
    ],
)
def test_the_language_of_a_sentence_is_told(text, language):
    assert identify(text) == language


@pytest.mark.parametrize("text", ["", "12345 — 77", "Ilham Mira Tolen", "ok", "!!!"])
def test_what_cannot_be_told_is_undetermined(text):
    assert identify(text) == "und"


def test_names_with_foreign_letters_do_not_change_the_language():
    text = "The adviser spoke with Eduardo Año and Peña Niño about the plans of the two countries for the year."
    assert identify(text) == "en"


def test_a_quotation_in_another_language_does_not_change_the_language():
    text = "The paper wrote that the talks had been good and that the minister said «Спасибо за приём» to the hosts."
    assert identify(text) == "en"
