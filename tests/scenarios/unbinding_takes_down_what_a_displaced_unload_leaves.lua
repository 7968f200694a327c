-- driver: wdf_displaced_unload
-- arguments: --expect --schedules 60
-- journal: enter    DriverUnload
-- journal: WdfVersionUnbind = 0x0
-- never: enter    EvtDriverUnload
-- prints: pass: it unloads, and nothing is left behind
-- A driver may take DriverUnload back from the framework; its stub unbinds all the same.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
expect.verdict "pass"
expect.equal(driver:unload(), "done")
