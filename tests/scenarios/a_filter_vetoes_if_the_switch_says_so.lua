-- driver: wfp_arbitrates
-- arguments: --expect --schedules 1 --switch filters-veto
-- prints: pass: it unloads, and nothing is left behind
-- The other reading of the arbitration page: a filter's block is a veto too.
local driver = machine:load()
expect.equal(machine:send(packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:1002", payload = "?" }), "blocked")
expect.equal(driver:unload(), "done")
expect.left {}
