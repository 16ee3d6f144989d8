-- When the numbers and names in the words of one who is to be forgotten were hidden (隐去): each is looked at once.
alter table submission add column masked_at timestamptz;
