-- A ledger as schema 1 wrote it: two documents, a failure, a decision. Its full-text index is left empty.
PRAGMA application_id = 1128812099;
PRAGMA user_version = 1;
CREATE TABLE document (
  digest TEXT PRIMARY KEY, text TEXT NOT NULL, seal TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE reading (
  id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES document, name TEXT NOT NULL, language TEXT NOT NULL,
  published TEXT, day TEXT, record TEXT NOT NULL, findings TEXT NOT NULL, statements INTEGER NOT NULL,
  recorded TEXT NOT NULL, seal TEXT NOT NULL, retired TEXT, retiree TEXT
);
CREATE UNIQUE INDEX reading_current ON reading (document) WHERE retired IS NULL;
CREATE INDEX reading_day ON reading (day);
CREATE TABLE statement (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, reading TEXT NOT NULL REFERENCES reading,
  document TEXT NOT NULL,
  kind TEXT NOT NULL, status TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  quote TEXT NOT NULL,
  record TEXT NOT NULL, parties TEXT NOT NULL, seal TEXT NOT NULL, UNIQUE (reading, id)
);
CREATE INDEX statement_id ON statement (id);
CREATE INDEX statement_document ON statement (document);
CREATE TABLE party (
  entity TEXT NOT NULL, statement INTEGER NOT NULL REFERENCES statement, PRIMARY KEY (entity, statement)
) WITHOUT ROWID;
CREATE INDEX party_statement ON party (statement);
CREATE TABLE holder (
  person TEXT NOT NULL, state TEXT NOT NULL, statement INTEGER NOT NULL REFERENCES statement,
  PRIMARY KEY (person, state, statement)
) WITHOUT ROWID;
CREATE INDEX holder_state ON holder (state, person);
CREATE TABLE entity (
  id TEXT NOT NULL, reading TEXT NOT NULL REFERENCES reading, kind TEXT NOT NULL, record TEXT NOT NULL,
  seal TEXT NOT NULL,
  PRIMARY KEY (id, reading)
) WITHOUT ROWID;
CREATE TABLE failure (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, stage TEXT NOT NULL, record TEXT NOT NULL,
  recorded TEXT NOT NULL,
  seal TEXT NOT NULL
);
CREATE TABLE decision (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, record TEXT NOT NULL, seal TEXT NOT NULL
);
CREATE TABLE successor (
  old TEXT NOT NULL, new TEXT NOT NULL, reading TEXT NOT NULL REFERENCES reading, PRIMARY KEY (old, new)
) WITHOUT ROWID;
CREATE TABLE journal (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL,
  content TEXT NOT NULL,
  before TEXT NOT NULL, seal TEXT NOT NULL
);
CREATE VIRTUAL TABLE search USING fts5 (quote, matter, content='', tokenize="unicode61 remove_diacritics 2");
INSERT INTO document VALUES ('9cec637e560802cd35e9c8b17da8434622f5512528459733658d942d908b7995','президент посетил Баку с визитом','6f5f30ade8407ab2151ab662d0bdfa290f57043a03edbb00776fe1e63856b577');
INSERT INTO document VALUES ('ced5e3a3ed33865d22cbc7fc81b1b0dc2cc212d834e0bec4077fb3ef99053662','the president visited Baku','bafa061ea9d46f76ce9952b813808523953d3b6618c2e74fbff6c321af3524b0');
INSERT INTO reading VALUES ('0711d79a12248b1a5596785c751b8a38-0','ced5e3a3ed33865d22cbc7fc81b1b0dc2cc212d834e0bec4077fb3ef99053662','d0','en','2022-04-20','2022-04-20','{"name":"d0","language":"en","title":null,"published":{"edtf":"2022-04-20","source":"given","evidence":null},"publisher":null,"author":null,"url":null,"media_type":"text/plain","blocks":[{"span":{"start":0,"end":26},"role":"paragraph","label":null}]}','{"document":{"name":"","text":"","blocks":[],"language":"und","title":null,"published":{"edtf":null,"source":"unknown","evidence":null},"publisher":null,"author":null,"url":null,"media_type":"text/plain"},"mentions":[],"titles":[],"utterances":[],"times":[],"clues":[],"entities":[],"statements":[],"failures":[]}',1,'2023-01-01T00:00:00.000000+00:00','1a4e41f9cfbfa5cf98c765ddaff9d0721a617dc3f0962b4ca0726d687bd28fb4',NULL,NULL);
INSERT INTO reading VALUES ('95d430388ad2ec089c2b8998f494009f-0','9cec637e560802cd35e9c8b17da8434622f5512528459733658d942d908b7995','d1','ru','2022-04-21','2022-04-21','{"name":"d1","language":"ru","title":null,"published":{"edtf":"2022-04-21","source":"given","evidence":null},"publisher":null,"author":null,"url":null,"media_type":"text/plain","blocks":[{"span":{"start":0,"end":32},"role":"paragraph","label":null}]}','{"document":{"name":"","text":"","blocks":[],"language":"und","title":null,"published":{"edtf":null,"source":"unknown","evidence":null},"publisher":null,"author":null,"url":null,"media_type":"text/plain"},"mentions":[],"titles":[],"utterances":[],"times":[],"clues":[],"entities":[],"statements":[],"failures":[]}',1,'2023-01-02T00:00:00.000000+00:00','43263631c308321dd4fb168916daf32afe976ba10e754e32a24245e568ea088a',NULL,NULL);
INSERT INTO statement VALUES (1,'739659b7502d80b7','0711d79a12248b1a5596785c751b8a38-0','ced5e3a3ed33865d22cbc7fc81b1b0dc2cc212d834e0bec4077fb3ef99053662','visit','done',0,26,'the president visited Baku','{"kind":"visit","roles":{"who":[{"label":"Sadyr Japarov","entity":"Q25597826","span":null}],"to":[{"label":"AZ","entity":"AZ","span":null}]},"status":"done","evidence":{"document":"ced5e3a3ed33865d22cbc7fc81b1b0dc2cc212d834e0bec4077fb3ef99053662","span":{"start":0,"end":26},"quote":"the president visited Baku"},"when":{"edtf":"2022-04-19","lower":"2022-04-19","upper":"2022-04-19","granularity":"day","anchor":null,"method":"","span":null},"place":null,"speaker":null,"topics":[],"plover":null,"rule":"hand","confidence":1.0}','["AZ", "KG", "Q25597826"]','d15f3c706033d5a521e6b8609b4661e644103eea9b939b6879dc1034d594bf88');
INSERT INTO statement VALUES (2,'8f814c882109c118','95d430388ad2ec089c2b8998f494009f-0','9cec637e560802cd35e9c8b17da8434622f5512528459733658d942d908b7995','visit','done',0,32,'президент посетил Баку с визитом','{"kind":"visit","roles":{"who":[{"label":"Sadyr Japarov","entity":"Q25597826","span":null}],"to":[{"label":"AZ","entity":"AZ","span":null}]},"status":"done","evidence":{"document":"9cec637e560802cd35e9c8b17da8434622f5512528459733658d942d908b7995","span":{"start":0,"end":32},"quote":"президент посетил Баку с визитом"},"when":{"edtf":"2022-04-19","lower":"2022-04-19","upper":"2022-04-19","granularity":"day","anchor":null,"method":"","span":null},"place":null,"speaker":null,"topics":[],"plover":null,"rule":"hand","confidence":1.0}','["AZ", "KG", "Q25597826"]','6fe7cb3d4f5a8285a9a65c635ef03c608798e489a1158919525bb85a93a24b78');
INSERT INTO party VALUES ('AZ',1);
INSERT INTO party VALUES ('KG',1);
INSERT INTO party VALUES ('Q25597826',1);
INSERT INTO party VALUES ('AZ',2);
INSERT INTO party VALUES ('KG',2);
INSERT INTO party VALUES ('Q25597826',2);
INSERT INTO failure VALUES (1,'x.html','read','{"name":"x.html","stage":"read","what":"unreadable","remedy":""}','2023-01-05T00:00:00.000000+00:00','8dbb2f38367a3e3c23afde6fd27d113d269d35a6a64f2b8acb807af29d120d97');
INSERT INTO decision VALUES ('d230ecb229b54a955','2023-01-06T00:00:00.000000+00:00','{"id":"d230ecb229b54a955","verdict":"confirm","subjects":["739659b7502d80b7"],"user":"an officer","at":"2023-01-06T00:00:00Z","reason":"seen","field":null,"value":null,"score":null}','72aadc990df641f0565fb9c6efb33a5743214c093a15e36f5541ddd5cf52d96c');
INSERT INTO journal VALUES (1,'2023-01-01T00:00:00.000000+00:00','keep','0711d79a12248b1a5596785c751b8a38-0','1fbc1778cf797934ee80b1196ba2d59f10baf9ecc00fc489eb37a7f0fe667554','','2dddf1c26221c63b7d0f8586bc22145316e7b41c6a64e5cf2a5d6ebeafa9639f');
INSERT INTO journal VALUES (2,'2023-01-02T00:00:00.000000+00:00','keep','95d430388ad2ec089c2b8998f494009f-0','5892a36170b49047381fd3991f520fbae4edc324b946c5865ac3c7b514d74db6','2dddf1c26221c63b7d0f8586bc22145316e7b41c6a64e5cf2a5d6ebeafa9639f','31739720adde3df4dc5656f433001a8ef7d72d947e55feab762c88a9db042079');
INSERT INTO journal VALUES (3,'2023-01-05T00:00:00.000000+00:00','fail','1','8dbb2f38367a3e3c23afde6fd27d113d269d35a6a64f2b8acb807af29d120d97','31739720adde3df4dc5656f433001a8ef7d72d947e55feab762c88a9db042079','0a3972273872b593cf6ccec7d961997c9fc3c9e6f0807af72417381998dec32d');
INSERT INTO journal VALUES (4,'2023-01-06T00:00:00.000000+00:00','decide','d230ecb229b54a955','72aadc990df641f0565fb9c6efb33a5743214c093a15e36f5541ddd5cf52d96c','0a3972273872b593cf6ccec7d961997c9fc3c9e6f0807af72417381998dec32d','8c5aa1b0d0ed2fcb0c968e8d763bd1dd90b4246bbf7dd9cddd3cba11d06ed3f4');
