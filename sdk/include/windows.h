/*
 * User mode's, which no driver can include; mingw-w64's would declare the half of it
 * a second time.  A header of mingw's that asks for it is no kernel header.
 */
#error "windows.h is user mode's: this header is not for drivers, or drydock-cc lacks its own"
