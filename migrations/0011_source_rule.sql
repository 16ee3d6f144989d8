-- Due rules of sources (来源时限规则): versioned data; the newest that has begun holds.
create table source_rule (
  city_id  int         not null references city (city_id),
  source   text        not null check (source in ('document','meeting','instruction','inspection','audit','supervision','motion','hotline','petition','visit','self_check','benchmark','media','covert_visit')),
  from_on  date        not null,
  days     int         not null check (days between 1 and 3650),
  day_kind text        not null check (day_kind in ('calendar','working')),
  basis    text        not null check (length(basis) between 1 and 200),
  set_by   uuid        not null,
  set_at   timestamptz not null,
  primary key (city_id, source, from_on)
);
