-- Voices that a judgement of the queue tied to a problem (voice_link), so that undoing it takes the tie back too.
create table alike_tie (
  city_id     int  not null,
  decision_id uuid not null,
  link_id     uuid not null,
  primary key (city_id, decision_id, link_id),
  foreign key (city_id, decision_id) references alike_decision (city_id, id),
  foreign key (city_id, link_id) references voice_link (city_id, id)
);

-- What a person judged, the latest first.
create index alike_item_decided on alike_item (city_id, decided_at desc, id) where decided_at is not null;
