-- An entry stands in a campaign, and a campaign in a city: that the city is there is told twice. Asking again cost
-- every new entry a look-up and a lock on the one row that all entries of the city share.
alter table entry drop constraint entry_city_id_fkey;
