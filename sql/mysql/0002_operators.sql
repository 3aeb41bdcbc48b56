-- What operators need: mutes, the reasons of bans and mutes, and what exactly an act was.

ALTER TABLE users ADD COLUMN ban_reason VARCHAR(1000) NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN muted_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN mute_reason VARCHAR(1000) NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN detail VARCHAR(1000) NOT NULL DEFAULT '';

ALTER TABLE users ADD KEY users_banned (banned_until);
ALTER TABLE users ADD KEY users_muted (muted_until);
ALTER TABLE users ADD KEY users_role (role);
