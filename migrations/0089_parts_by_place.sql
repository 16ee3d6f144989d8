-- Whose part is of the present episode is told by the index itself, so that the parts of years are not fetched.
create index party_by_place_and_episode on party (city_id, role, org_path, entry_id, episode);
drop index party_by_place;
alter index party_by_place_and_episode rename to party_by_place;
