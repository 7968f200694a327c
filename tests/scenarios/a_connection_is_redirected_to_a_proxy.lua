-- driver: redirect_handle_destroyed_clean
-- arguments: --expect --schedules 100 --faults
-- journal: FwpsApplyModifiedLayerData0
-- prints: pass: it unloads, and nothing is left behind
-- The bytes of a connection to the world arrive at a proxy of this host.
local driver = machine:load()
if not driver.loaded then
	return
end
machine:listen { "tcp", from = "127.0.0.1:8080", program = "\\device\\harddiskvolume3\\proxy.exe", pid = 4711 }
local connection = machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }
local arrived = ""
if connection and connection.open then
	connection:send("to whom it may concern")
	for _, bytes in ipairs(machine:delivered()) do
		local parts = packet.parse(bytes)
		if parts.to == "127.0.0.1:8080" then
			arrived = arrived .. parts.payload
		end
	end
end
if #machine:findings() == 0 and arrived ~= "" then
	expect.equal(arrived, "to whom it may concern")
end
driver:unload()
expect.left {}
