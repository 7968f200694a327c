-- driver: wdm wdf
-- arguments: --expect --schedules 100
-- prints: pass: it unloads, and nothing is left behind
-- What a driver gave back it can take again.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
expect.verdict "pass"
for _ = 1, 3 do
	expect.equal(driver:unload(), "done")
	driver = machine:load_again()
	expect.status("SUCCESS", driver.status, "another load")
end
expect.equal(driver:unload(), "done")
