-- What operators need: mutes, the reasons of bans and mutes, and what exactly an act was.

ALTER TABLE users ADD COLUMN ban_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN muted_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN mute_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN detail TEXT NOT NULL DEFAULT '';

-- Of many thousand accounts few are banned, muted or an operator's: these hold only those.
CREATE INDEX users_banned ON users (banned_until) WHERE banned_until > 0;
CREATE INDEX users_muted ON users (muted_until) WHERE muted_until > 0;
CREATE INDEX users_operators ON users (role) WHERE role = 'operator';
