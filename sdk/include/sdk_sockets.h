/*
 * Control codes and buffers of sockets, as far as filters meet them.
 * Part of ws2def.h; a driver does not include it.  [ws2def.h]
 */
#ifndef SDK_SOCKETS_H
#define SDK_SOCKETS_H

/* mingw-w64's headers of the network name their fields with these */
typedef unsigned char u_char;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef unsigned short u_short;

#define INADDR_ANY ((ULONG)0x00000000)
#define INADDR_LOOPBACK ((ULONG)0x7f000001) /* in the machine's order */
#define INADDR_BROADCAST ((ULONG)0xffffffff)
#define INADDR_NONE ((ULONG)0xffffffff)

#define NI_MAXHOST 1025
#define NI_MAXSERV 32

/* a control code: whose it is, its number, and which way its data goes */
#define IOC_UNIX 0x00000000
#define IOC_WS2 0x08000000
#define IOC_PROTOCOL 0x10000000
#define IOC_VENDOR 0x18000000
#define IOC_VOID 0x20000000
#define IOC_OUT 0x40000000
#define IOC_IN 0x80000000
#define IOC_INOUT (IOC_IN | IOC_OUT)
#define _WSAIO(whose, number) (IOC_VOID | (whose) | (number))
#define _WSAIOR(whose, number) (IOC_OUT | (whose) | (number))
#define _WSAIOW(whose, number) (IOC_IN | (whose) | (number))
#define _WSAIORW(whose, number) (IOC_INOUT | (whose) | (number))

#define SOL_SOCKET 0xffff
#define SO_LINGER 0x0080
#define SO_SNDTIMEO 0x1005
#define SO_RCVTIMEO 0x1006

typedef struct sockaddr *LPSOCKADDR;
typedef struct cmsghdr *LPWSACMSGHDR;

typedef struct _SOCKET_ADDRESS {
	LPSOCKADDR lpSockaddr;
	INT iSockaddrLength;
} SOCKET_ADDRESS, *PSOCKET_ADDRESS, *LPSOCKET_ADDRESS;

typedef struct _WSABUF {
	ULONG len;
	CHAR *buf;
} WSABUF, *LPWSABUF;

/* ---- control data: headers and their bytes, each aligned to 8 ----------------- */

#define WSA_CMSGHDR_ALIGN(length) (((length) + 7) & ~(SIZE_T)7)
#define WSA_CMSGDATA_ALIGN(length) WSA_CMSGHDR_ALIGN(length)
#define WSA_CMSG_DATA(message) ((UCHAR *)(message) + sizeof(WSACMSGHDR))
#define WSA_CMSG_SPACE(length) (sizeof(WSACMSGHDR) + WSA_CMSGHDR_ALIGN(length))
#define WSA_CMSG_LEN(length) (sizeof(WSACMSGHDR) + (length))

SDK_SIZE(SOCKET_ADDRESS, 0x10);
SDK_SIZE(WSABUF, 0x10);

#endif /* SDK_SOCKETS_H */
