-- When a key was last used: the day alone, which is enough to find one that nobody needs any more.
alter table door_key add column last_used_on date;
