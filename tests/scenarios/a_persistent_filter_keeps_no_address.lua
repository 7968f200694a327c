-- driver: stale_context_lasts
-- arguments: --expect --schedules 20
-- prints: R48 error
-- An address means nothing after a restart, and the persistent filter still carries it.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding("R48", "'stale_context'")
machine:restart()
