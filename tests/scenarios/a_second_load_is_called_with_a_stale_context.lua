-- driver: stale_context_looks
-- arguments: --schedules 20
-- exit: 1
-- prints: R31 warning
-- prints: R183 fatal
-- The filter is the first load's, and so is the context that the second one's callout is shown.
local driver = machine:load()
if not driver.loaded then
	return
end
local out = packet.udp { from = "10.0.0.2:4000", to = "192.0.2.7:53", payload = "x" }
expect.equal(machine:send(out), "permitted")
expect.equal(driver:unload(), "done")
expect.equal(machine:send(out), "permitted")
driver = machine:load_again()
expect.status("SUCCESS", driver.status)
machine:send(out)
