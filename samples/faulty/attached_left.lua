local driver = machine:load()
if not driver.loaded then
	return
end
local program = machine:process { image = "C:\\Windows\\notepad.exe" }
program:exit()
driver:unload()
