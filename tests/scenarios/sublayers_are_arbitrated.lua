-- driver: wfp_arbitrates
-- arguments: --expect --schedules 50 --faults
-- prints: pass: it unloads, and nothing is left behind
-- Six disagreements of two sublayers.
local driver = machine:load()
if not driver.loaded then
	return
end
local function verdict_of(port)
	return machine:send(packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:" .. port, payload = "?" })
end
expect.equal(verdict_of(1001), "blocked") -- a soft permit gives way to a block
expect.equal(verdict_of(1002), "permitted") -- a hard one does not
expect.equal(verdict_of(1003), "blocked") -- but to a callout's veto
expect.equal(verdict_of(1004), "permitted") -- a soft block gives way to a permit
expect.equal(verdict_of(1005), "blocked") -- a hard one does not
expect.equal(verdict_of(1006), "blocked") -- nor does a filter's
expect.equal(verdict_of(1007), "permitted") -- nobody says anything
expect.equal(driver:unload(), "done")
expect.left {}
