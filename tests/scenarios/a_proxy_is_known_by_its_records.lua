-- driver: wfp_proxies
-- arguments: --expect --schedules 100 --faults
-- journal: FwpsQueryConnectionRedirectState0 = 0x1
-- never: FwpsQueryConnectionRedirectState0 = 0x2
-- prints: pass: it unloads, and nothing is left behind
-- The proxy's own connection carries the records of the redirected one, and is not redirected again.
local driver = machine:load()
if not driver.loaded then
	return
end
machine:listen { "tcp", from = "127.0.0.1:8080", program = "\\device\\harddiskvolume3\\proxy.exe", pid = 4711 }
local first = machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }
machine:settle(10)
if first and first.open then
	local second = machine:connect { "tcp", from = "10.0.0.2:41000", to = "192.0.2.7:443", pid = 4711,
		program = "\\device\\harddiskvolume3\\proxy.exe", proxy_of = first }
	expect(second and second.open, "the proxy reaches the world")
	second:send("on behalf")
	second:close()
	if first.open then
		first:close()
	end
end
driver:unload()
expect.left {}
