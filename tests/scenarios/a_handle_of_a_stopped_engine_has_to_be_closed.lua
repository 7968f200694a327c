-- driver: engine_forgets
-- arguments: --expect --schedules 50
-- prints: R19 error
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding("R19", "1 engine")
machine:stop_bfe()
machine:start_bfe()
driver:unload()
