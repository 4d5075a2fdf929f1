-- Which open errors a run resolves: it is a run of its own kind, and goes on after a kill.
alter table runs add column resolves text;
