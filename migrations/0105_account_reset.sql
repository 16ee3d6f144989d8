-- Who gives a way into an account (一次性口令, 统一身份) may not be the only one who vouches for who came in by it.
alter table account add column reset_at timestamptz, add column reset_by uuid,
  add check ((reset_at is null) = (reset_by is null));
