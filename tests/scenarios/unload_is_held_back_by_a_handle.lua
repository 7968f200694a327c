-- driver: wdm
-- exit: 0
-- Windows unloads no driver whose device is open; it goes on when the last handle is closed.
local driver = machine:load()
if not driver.loaded then
	return
end
local client = machine:client("holder.exe", 4300)
expect(client:open("\\\\.\\DrydockSampleWdm"), "open")
expect.equal(driver:unload(), "held")
expect.equal(client:open("\\\\.\\DrydockSampleWdm"), nil, "a driver that is to go can't be opened")
client:exit()
expect.equal(driver:state(), "done")
expect.left {}
expect.verdict "pass"
