-- driver: rtl_library
-- arguments: --schedules 4 --faults
-- A driver calls the C runtime and Rtl functions by import; none gives a wrong answer.
local driver = machine:load()
if driver.loaded then
	driver:unload()
end
