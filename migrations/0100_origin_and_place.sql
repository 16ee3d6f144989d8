-- What was raised within a reach and lies elsewhere is found in the index alone: who searches for a county looked into
-- each of its 17,000 entries for the few hundred that others lead.
create index entry_by_origin_place on entry (city_id, origin_path, org_path, id);
drop index entry_by_origin;
