/*
 * The framework's types that a control-device driver does not need: PnP, power, I/O targets,
 * interrupts, DMA, USB, WMI.  Part of wdf.h; a driver does not include it.
 * [wdf/kmdf/1.33; Windows-Driver-Frameworks]
 */
#ifndef SDK_WDF_TYPES_H
#define SDK_WDF_TYPES_H

typedef NTSTATUS EVT_WDF_TRACE_CALLBACK(UCHAR, PVOID, ULONG, PVOID, PVOID, PULONG);
typedef EVT_WDF_TRACE_CALLBACK *PFN_WDF_TRACE_CALLBACK;

typedef NTSTATUS EVT_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST(WDFDEVICE, LPGUID, PINTERFACE,
    PVOID);

typedef EVT_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST
    *PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST;

typedef struct _WDF_QUERY_INTERFACE_CONFIG {
	ULONG Size;
	PINTERFACE Interface;
	const GUID *InterfaceType;
	BOOLEAN SendQueryToParentStack;
	PFN_WDF_DEVICE_PROCESS_QUERY_INTERFACE_REQUEST EvtDeviceProcessQueryInterfaceRequest;
	BOOLEAN ImportInterface;
} WDF_QUERY_INTERFACE_CONFIG, *PWDF_QUERY_INTERFACE_CONFIG;

typedef struct WDFCHILDLIST__ {
	int unused;
} *WDFCHILDLIST;

typedef struct _WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER {
	ULONG IdentificationDescriptionSize;
} WDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER, *PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER;

typedef NTSTATUS EVT_WDF_CHILD_LIST_CREATE_DEVICE(WDFCHILDLIST,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER, PWDFDEVICE_INIT);

typedef EVT_WDF_CHILD_LIST_CREATE_DEVICE *PFN_WDF_CHILD_LIST_CREATE_DEVICE;
typedef void EVT_WDF_CHILD_LIST_SCAN_FOR_CHILDREN(WDFCHILDLIST);
typedef EVT_WDF_CHILD_LIST_SCAN_FOR_CHILDREN *PFN_WDF_CHILD_LIST_SCAN_FOR_CHILDREN;

typedef void EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY(WDFCHILDLIST,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER);

typedef EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY
    *PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY;

typedef NTSTATUS EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE(WDFCHILDLIST,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER);

typedef EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE
    *PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE;

typedef void EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP(WDFCHILDLIST,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER);

typedef EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP
    *PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP;

typedef BOOLEAN EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE(WDFCHILDLIST,
    PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER, PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER);

typedef EVT_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE
    *PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE;

typedef struct _WDF_CHILD_ADDRESS_DESCRIPTION_HEADER {
	ULONG AddressDescriptionSize;
} WDF_CHILD_ADDRESS_DESCRIPTION_HEADER, *PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER;

typedef void EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_COPY(WDFCHILDLIST,
    PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER);

typedef EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_COPY
    *PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_COPY;

typedef NTSTATUS EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE(WDFCHILDLIST,
    PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER);

typedef EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE
    *PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE;

typedef void EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP(WDFCHILDLIST,
    PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER);

typedef EVT_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP
    *PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP;

typedef BOOLEAN EVT_WDF_CHILD_LIST_DEVICE_REENUMERATED(WDFCHILDLIST, WDFDEVICE,
    PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER, PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER);

typedef EVT_WDF_CHILD_LIST_DEVICE_REENUMERATED *PFN_WDF_CHILD_LIST_DEVICE_REENUMERATED;

typedef struct _WDF_CHILD_LIST_CONFIG {
	ULONG Size;
	ULONG IdentificationDescriptionSize;
	ULONG AddressDescriptionSize;
	PFN_WDF_CHILD_LIST_CREATE_DEVICE EvtChildListCreateDevice;
	PFN_WDF_CHILD_LIST_SCAN_FOR_CHILDREN EvtChildListScanForChildren;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COPY EvtChildListIdentificationDescriptionCopy;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_DUPLICATE EvtChildListIdentificationDescriptionDuplicate;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_CLEANUP EvtChildListIdentificationDescriptionCleanup;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE EvtChildListIdentificationDescriptionCompare;
	PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_COPY EvtChildListAddressDescriptionCopy;
	PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_DUPLICATE EvtChildListAddressDescriptionDuplicate;
	PFN_WDF_CHILD_LIST_ADDRESS_DESCRIPTION_CLEANUP EvtChildListAddressDescriptionCleanup;
	PFN_WDF_CHILD_LIST_DEVICE_REENUMERATED EvtChildListDeviceReenumerated;
} WDF_CHILD_LIST_CONFIG, *PWDF_CHILD_LIST_CONFIG;

typedef enum _WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS {
	WdfChildListRetrieveDeviceUndefined,
	WdfChildListRetrieveDeviceSuccess,
	WdfChildListRetrieveDeviceNotYetCreated,
	WdfChildListRetrieveDeviceNoSuchDevice
} WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS, *PWDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS;

typedef struct _WDF_CHILD_RETRIEVE_INFO {
	ULONG Size;
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription;
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription;
	WDF_CHILD_LIST_RETRIEVE_DEVICE_STATUS Status;
	PFN_WDF_CHILD_LIST_IDENTIFICATION_DESCRIPTION_COMPARE EvtChildListIdentificationDescriptionCompare;
} WDF_CHILD_RETRIEVE_INFO, *PWDF_CHILD_RETRIEVE_INFO;

typedef struct _WDF_CHILD_LIST_ITERATOR {
	ULONG Size;
	ULONG Flags;
	PVOID Reserved[4];
} WDF_CHILD_LIST_ITERATOR, *PWDF_CHILD_LIST_ITERATOR;

typedef struct _WDF_DEVICE_STATE {
	ULONG Size;
	WDF_TRI_STATE Disabled;
	WDF_TRI_STATE DontDisplayInUI;
	WDF_TRI_STATE Failed;
	WDF_TRI_STATE NotDisableable;
	WDF_TRI_STATE Removed;
	WDF_TRI_STATE ResourcesChanged;
	WDF_TRI_STATE AssignedToGuest;
} WDF_DEVICE_STATE, *PWDF_DEVICE_STATE;

typedef enum _WDF_DEVICE_PNP_STATE {
	WdfDevStatePnpInvalid,
	WdfDevStatePnpObjectCreated = 0x100,
	WdfDevStatePnpCheckForDevicePresence,
	WdfDevStatePnpEjectFailed,
	WdfDevStatePnpEjectHardware,
	WdfDevStatePnpEjectedWaitingForRemove,
	WdfDevStatePnpInit,
	WdfDevStatePnpInitStarting,
	WdfDevStatePnpInitSurpriseRemoved,
	WdfDevStatePnpHardwareAvailable,
	WdfDevStatePnpEnableInterfaces,
	WdfDevStatePnpHardwareAvailablePowerPolicyFailed,
	WdfDevStatePnpQueryRemoveAskDriver,
	WdfDevStatePnpQueryRemovePending,
	WdfDevStatePnpQueryRemoveStaticCheck,
	WdfDevStatePnpQueriedRemoving,
	WdfDevStatePnpQueryStopAskDriver,
	WdfDevStatePnpQueryStopPending,
	WdfDevStatePnpQueryStopStaticCheck,
	WdfDevStatePnpQueryCanceled,
	WdfDevStatePnpRemoved,
	WdfDevStatePnpPdoRemoved,
	WdfDevStatePnpRemovedPdoWait,
	WdfDevStatePnpRemovedPdoSurpriseRemoved,
	WdfDevStatePnpRemovingDisableInterfaces,
	WdfDevStatePnpRestarting,
	WdfDevStatePnpStarted,
	WdfDevStatePnpStartedCancelStop,
	WdfDevStatePnpStartedCancelRemove,
	WdfDevStatePnpStartedRemoving,
	WdfDevStatePnpStartingFromStopped,
	WdfDevStatePnpStopped,
	WdfDevStatePnpStoppedWaitForStartCompletion,
	WdfDevStatePnpStartedStopping,
	WdfDevStatePnpSurpriseRemove,
	WdfDevStatePnpInitQueryRemove,
	WdfDevStatePnpInitQueryRemoveCanceled,
	WdfDevStatePnpFdoRemoved,
	WdfDevStatePnpRemovedWaitForChildren,
	WdfDevStatePnpQueriedSurpriseRemove,
	WdfDevStatePnpSurpriseRemoveIoStarted,
	WdfDevStatePnpFailedPowerDown,
	WdfDevStatePnpFailedIoStarting,
	WdfDevStatePnpFailedOwnHardware,
	WdfDevStatePnpFailed,
	WdfDevStatePnpFailedSurpriseRemoved,
	WdfDevStatePnpFailedStarted,
	WdfDevStatePnpFailedWaitForRemove,
	WdfDevStatePnpFailedInit,
	WdfDevStatePnpPdoInitFailed,
	WdfDevStatePnpRestart,
	WdfDevStatePnpRestartReleaseHardware,
	WdfDevStatePnpRestartHardwareAvailable,
	WdfDevStatePnpPdoRestart,
	WdfDevStatePnpFinal,
	WdfDevStatePnpRemovedChildrenRemoved,
	WdfDevStatePnpQueryRemoveEnsureDeviceAwake,
	WdfDevStatePnpQueryStopEnsureDeviceAwake,
	WdfDevStatePnpFailedPowerPolicyRemoved,
	WdfDevStatePnpNull
} WDF_DEVICE_PNP_STATE, *PWDF_DEVICE_PNP_STATE;

typedef enum _WDF_DEVICE_POWER_STATE {
	WdfDevStatePowerInvalid,
	WdfDevStatePowerObjectCreated = 0x300,
	WdfDevStatePowerCheckDeviceType,
	WdfDevStatePowerCheckDeviceTypeNP = 0x8302,
	WdfDevStatePowerCheckParentState = 0x303,
	WdfDevStatePowerCheckParentStateNP = 0x8304,
	WdfDevStatePowerEnablingWakeAtBus = 0x305,
	WdfDevStatePowerEnablingWakeAtBusNP = 0x8306,
	WdfDevStatePowerD0 = 0x307,
	WdfDevStatePowerD0NP = 0x8308,
	WdfDevStatePowerD0BusWakeOwner = 0x309,
	WdfDevStatePowerD0BusWakeOwnerNP = 0x830a,
	WdfDevStatePowerD0ArmedForWake = 0x30b,
	WdfDevStatePowerD0ArmedForWakeNP = 0x830c,
	WdfDevStatePowerD0DisarmingWakeAtBus = 0x30d,
	WdfDevStatePowerD0DisarmingWakeAtBusNP = 0x830e,
	WdfDevStatePowerD0Starting = 0x30f,
	WdfDevStatePowerD0StartingConnectInterrupt,
	WdfDevStatePowerD0StartingDmaEnable,
	WdfDevStatePowerD0StartingStartSelfManagedIo,
	WdfDevStatePowerDecideD0State,
	WdfDevStatePowerGotoD3Stopped,
	WdfDevStatePowerStopped,
	WdfDevStatePowerStartingCheckDeviceType,
	WdfDevStatePowerStartingChild,
	WdfDevStatePowerDxDisablingWakeAtBus,
	WdfDevStatePowerDxDisablingWakeAtBusNP = 0x8319,
	WdfDevStatePowerGotoDx = 0x31a,
	WdfDevStatePowerGotoDxNP = 0x831b,
	WdfDevStatePowerGotoDxIoStopped = 0x31c,
	WdfDevStatePowerGotoDxIoStoppedNP = 0x831d,
	WdfDevStatePowerGotoDxNPFailed,
	WdfDevStatePowerDx = 0x31f,
	WdfDevStatePowerDxNP = 0x8320,
	WdfDevStatePowerGotoDxArmedForWake = 0x321,
	WdfDevStatePowerGotoDxArmedForWakeNP = 0x8322,
	WdfDevStatePowerGotoDxIoStoppedArmedForWake = 0x323,
	WdfDevStatePowerGotoDxIoStoppedArmedForWakeNP = 0x8324,
	WdfDevStatePowerDxArmedForWake = 0x325,
	WdfDevStatePowerDxArmedForWakeNP = 0x8326,
	WdfDevStatePowerCheckParentStateArmedForWake = 0x327,
	WdfDevStatePowerCheckParentStateArmedForWakeNP = 0x8328,
	WdfDevStatePowerWaitForParentArmedForWake = 0x329,
	WdfDevStatePowerWaitForParentArmedForWakeNP = 0x832a,
	WdfDevStatePowerStartSelfManagedIo = 0x32b,
	WdfDevStatePowerStartSelfManagedIoNP = 0x832c,
	WdfDevStatePowerStartSelfManagedIoFailed = 0x32d,
	WdfDevStatePowerStartSelfManagedIoFailedNP = 0x832e,
	WdfDevStatePowerWaitForParent = 0x32f,
	WdfDevStatePowerWaitForParentNP = 0x8330,
	WdfDevStatePowerWakePending = 0x331,
	WdfDevStatePowerWakePendingNP = 0x8332,
	WdfDevStatePowerWaking = 0x333,
	WdfDevStatePowerWakingNP = 0x8334,
	WdfDevStatePowerWakingConnectInterrupt = 0x335,
	WdfDevStatePowerWakingConnectInterruptNP = 0x8336,
	WdfDevStatePowerWakingConnectInterruptFailed = 0x337,
	WdfDevStatePowerWakingConnectInterruptFailedNP = 0x8338,
	WdfDevStatePowerWakingDmaEnable = 0x339,
	WdfDevStatePowerWakingDmaEnableNP = 0x833a,
	WdfDevStatePowerWakingDmaEnableFailed = 0x33b,
	WdfDevStatePowerWakingDmaEnableFailedNP = 0x833c,
	WdfDevStatePowerReportPowerUpFailedDerefParent = 0x33d,
	WdfDevStatePowerReportPowerUpFailed,
	WdfDevStatePowerPowerFailedPowerDown,
	WdfDevStatePowerReportPowerDownFailed,
	WdfDevStatePowerInitialConnectInterruptFailed,
	WdfDevStatePowerInitialDmaEnableFailed,
	WdfDevStatePowerInitialSelfManagedIoFailed,
	WdfDevStatePowerInitialPowerUpFailedDerefParent,
	WdfDevStatePowerInitialPowerUpFailed,
	WdfDevStatePowerDxStoppedDisarmWake,
	WdfDevStatePowerDxStoppedDisarmWakeNP = 0x8347,
	WdfDevStatePowerGotoDxStoppedDisableInterruptNP,
	WdfDevStatePowerGotoDxStopped = 0x349,
	WdfDevStatePowerDxStopped,
	WdfDevStatePowerGotoStopped,
	WdfDevStatePowerStoppedCompleteDx,
	WdfDevStatePowerDxStoppedDecideDxState,
	WdfDevStatePowerDxStoppedArmForWake,
	WdfDevStatePowerDxStoppedArmForWakeNP = 0x834f,
	WdfDevStatePowerFinalPowerDownFailed = 0x350,
	WdfDevStatePowerFinal,
	WdfDevStatePowerGotoImplicitD3DisarmWakeAtBus,
	WdfDevStatePowerUpFailed,
	WdfDevStatePowerUpFailedDerefParent,
	WdfDevStatePowerGotoDxFailed,
	WdfDevStatePowerGotoDxStoppedDisableInterrupt,
	WdfDevStatePowerUpFailedNP = 0x8357,
	WdfDevStatePowerUpFailedDerefParentNP,
	WdfDevStatePowerNotifyingD0ExitToWakeInterrupts = 0x359,
	WdfDevStatePowerNotifyingD0EntryToWakeInterrupts,
	WdfDevStatePowerNotifyingD0ExitToWakeInterruptsNP = 0x835b,
	WdfDevStatePowerNotifyingD0EntryToWakeInterruptsNP,
	WdfDevStatePowerInitialPowerUpFailedPowerDown = 0x35d,
	WdfDevStatePowerUpFailedPowerDown,
	WdfDevStatePowerUpFailedPowerDownNP = 0x835f,
	WdfDevStatePowerInitialSelfManagedIoFailedStarted = 0x360,
	WdfDevStatePowerStartSelfManagedIoFailedStarted,
	WdfDevStatePowerStartSelfManagedIoFailedStartedNP = 0x8362,
	WdfDevStatePowerWakingPostHardwareEnabled = 0x363,
	WdfDevStatePowerWakingPostHardwareEnabledNP = 0x8364,
	WdfDevStatePowerWakingPostHardwareEnabledFailed = 0x365,
	WdfDevStatePowerWakingPostHardwareEnabledFailedNP = 0x8366,
	WdfDevStatePowerD0StartingPostHardwareEnabled = 0x367,
	WdfDevStatePowerInitialPostHardwareEnabledFailed,
	WdfDevStatePowerNull
} WDF_DEVICE_POWER_STATE, *PWDF_DEVICE_POWER_STATE;

typedef enum _WDF_DEVICE_POWER_POLICY_STATE {
	WdfDevStatePwrPolInvalid,
	WdfDevStatePwrPolObjectCreated = 0x500,
	WdfDevStatePwrPolStarting,
	WdfDevStatePwrPolStartingSucceeded,
	WdfDevStatePwrPolStartingFailed,
	WdfDevStatePwrPolStartingDecideS0Wake,
	WdfDevStatePwrPolStartedIdleCapable,
	WdfDevStatePwrPolTimerExpiredNoWake,
	WdfDevStatePwrPolTimerExpiredNoWakeCompletePowerDown,
	WdfDevStatePwrPolWaitingUnarmed,
	WdfDevStatePwrPolWaitingUnarmedQueryIdle,
	WdfDevStatePwrPolS0NoWakePowerUp,
	WdfDevStatePwrPolS0NoWakeCompletePowerUp,
	WdfDevStatePwrPolSystemSleepFromDeviceWaitingUnarmed,
	WdfDevStatePwrPolSystemSleepNeedWake,
	WdfDevStatePwrPolSystemSleepNeedWakeCompletePowerUp,
	WdfDevStatePwrPolSystemSleepPowerRequestFailed,
	WdfDevStatePwrPolCheckPowerPageable,
	WdfDevStatePwrPolSleepingWakeWakeArrived,
	WdfDevStatePwrPolSleepingWakeRevertArmWake,
	WdfDevStatePwrPolSystemAsleepWakeArmed,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabled,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabledWakeCanceled,
	WdfDevStatePwrPolSystemWakeDeviceWakeDisarm,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggered,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredS0,
	WdfDevStatePwrPolSystemWakeDeviceWokeDisarm,
	WdfDevStatePwrPolSleepingWakeWakeArrivedNP = 0x851a,
	WdfDevStatePwrPolSleepingWakeRevertArmWakeNP,
	WdfDevStatePwrPolSleepingWakePowerDownFailed = 0x51c,
	WdfDevStatePwrPolSleepingWakePowerDownFailedWakeCanceled,
	WdfDevStatePwrPolSystemAsleepWakeArmedNP = 0x851e,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabledNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabledWakeCanceledNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeDisarmNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredS0NP,
	WdfDevStatePwrPolSystemWakeDeviceWokeDisarmNP,
	WdfDevStatePwrPolSystemWakeDeviceWakeCompletePowerUp = 0x525,
	WdfDevStatePwrPolSleeping,
	WdfDevStatePwrPolSleepingNoWakePowerDown,
	WdfDevStatePwrPolSleepingNoWakeCompletePowerDown,
	WdfDevStatePwrPolSleepingNoWakeDxRequestFailed,
	WdfDevStatePwrPolSleepingWakePowerDown,
	WdfDevStatePwrPolSleepingSendWake,
	WdfDevStatePwrPolSystemAsleepNoWake,
	WdfDevStatePwrPolSystemWakeDeviceWakeDisabled,
	WdfDevStatePwrPolSystemWakeDeviceToD0,
	WdfDevStatePwrPolSystemWakeDeviceToD0CompletePowerUp,
	WdfDevStatePwrPolSystemWakeQueryIdle,
	WdfDevStatePwrPolStartedWakeCapable,
	WdfDevStatePwrPolTimerExpiredDecideUsbSS,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDown,
	WdfDevStatePwrPolTimerExpiredWakeCapableSendWake,
	WdfDevStatePwrPolTimerExpiredWakeCapableUsbSS,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeArrived,
	WdfDevStatePwrPolTimerExpiredWakeCapableCancelWake,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeCanceled,
	WdfDevStatePwrPolTimerExpiredWakeCapableCleanup,
	WdfDevStatePwrPolTimerExpiredWakeCapableDxAllocFailed,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDown,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerUp,
	WdfDevStatePwrPolWaitingArmedUsbSS,
	WdfDevStatePwrPolWaitingArmed,
	WdfDevStatePwrPolWaitingArmedQueryIdle,
	WdfDevStatePwrPolIoPresentArmed,
	WdfDevStatePwrPolIoPresentArmedWakeCanceled,
	WdfDevStatePwrPolS0WakeDisarm,
	WdfDevStatePwrPolS0WakeCompletePowerUp,
	WdfDevStatePwrPolTimerExpiredWakeSucceeded,
	WdfDevStatePwrPolTimerExpiredWakeCompletedDisarm,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceeded,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailed,
	WdfDevStatePwrPolWakeFailedUsbSS,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedCancelWake,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedWakeCanceled,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedUsbSS,
	WdfDevStatePwrPolCancelingWakeForSystemSleep,
	WdfDevStatePwrPolCancelingWakeForSystemSleepWakeCanceled,
	WdfDevStatePwrPolDisarmingWakeForSystemSleepCompletePowerUp,
	WdfDevStatePwrPolPowerUpForSystemSleepFailed,
	WdfDevStatePwrPolWokeFromS0UsbSS,
	WdfDevStatePwrPolWokeFromS0,
	WdfDevStatePwrPolWokeFromS0NotifyDriver,
	WdfDevStatePwrPolStoppingResetDevice,
	WdfDevStatePwrPolStoppingResetDeviceCompletePowerUp,
	WdfDevStatePwrPolStoppingResetDeviceFailed,
	WdfDevStatePwrPolStoppingD0,
	WdfDevStatePwrPolStoppingD0Failed,
	WdfDevStatePwrPolStoppingDisarmWake,
	WdfDevStatePwrPolStoppingDisarmWakeCancelWake,
	WdfDevStatePwrPolStoppingDisarmWakeWakeCanceled,
	WdfDevStatePwrPolStopping,
	WdfDevStatePwrPolStoppingFailed,
	WdfDevStatePwrPolStoppingSendStatus,
	WdfDevStatePwrPolStoppingCancelTimer,
	WdfDevStatePwrPolStoppingWaitForIdleTimeout,
	WdfDevStatePwrPolStoppingCancelUsbSS,
	WdfDevStatePwrPolStoppingWaitForUsbSSCompletion,
	WdfDevStatePwrPolStoppingCancelWake,
	WdfDevStatePwrPolStopped,
	WdfDevStatePwrPolCancelUsbSS,
	WdfDevStatePwrPolStarted,
	WdfDevStatePwrPolStartedCancelTimer,
	WdfDevStatePwrPolStartedWaitForIdleTimeout,
	WdfDevStatePwrPolStartedWakeCapableCancelTimerForSleep,
	WdfDevStatePwrPolStartedWakeCapableWaitForIdleTimeout,
	WdfDevStatePwrPolStartedWakeCapableSleepingUsbSS,
	WdfDevStatePwrPolStartedIdleCapableCancelTimerForSleep,
	WdfDevStatePwrPolStartedIdleCapableWaitForIdleTimeout,
	WdfDevStatePwrPolDeviceD0PowerRequestFailed,
	WdfDevStatePwrPolDevicePowerRequestFailed,
	WdfDevStatePwrPolGotoDx,
	WdfDevStatePwrPolGotoDxInDx,
	WdfDevStatePwrPolDx,
	WdfDevStatePwrPolGotoD0,
	WdfDevStatePwrPolGotoD0InD0,
	WdfDevStatePwrPolFinal,
	WdfDevStatePwrPolSleepingPowerDownNotProcessed,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownNotProcessed,
	WdfDevStatePwrPolTimerExpiredNoWakePowerDownNotProcessed,
	WdfDevStatePwrPolTimerExpiredNoWakePoweredDownDisableIdleTimer,
	WdfDevStatePwrPolStoppingWaitingForImplicitPowerDown,
	WdfDevStatePwrPolStoppingPoweringUp,
	WdfDevStatePwrPolStoppingPoweringDown,
	WdfDevStatePwrPolPowerUpForSystemSleepNotSeen,
	WdfDevStatePwrPolWaitingArmedStoppingCancelUsbSS,
	WdfDevStatePwrPolWaitingArmedWakeFailedCancelUsbSS,
	WdfDevStatePwrPolWaitingArmedIoPresentCancelUsbSS,
	WdfDevStatePwrPolWaitingArmedWakeSucceededCancelUsbSS,
	WdfDevStatePwrPolCancelingUsbSSForSystemSleep,
	WdfDevStatePwrPolStoppingD0CancelUsbSS,
	WdfDevStatePwrPolStartingPoweredUp,
	WdfDevStatePwrPolIdleCapableDeviceIdle,
	WdfDevStatePwrPolDeviceIdleReturnToActive,
	WdfDevStatePwrPolDeviceIdleSleeping,
	WdfDevStatePwrPolDeviceIdleStopping,
	WdfDevStatePwrPolTimerExpiredNoWakeUndoPowerDown,
	WdfDevStatePwrPolWakeCapableDeviceIdle,
	WdfDevStatePwrPolWakeCapableUsbSSCompleted,
	WdfDevStatePwrPolTimerExpiredWakeCapableUndoPowerDown,
	WdfDevStatePwrPolTimerExpiredWakeCompletedHardwareStarted,
	WdfDevStatePwrPolStoppedRemoving,
	WdfDevStatePwrPolRemoved,
	WdfDevStatePwrPolRestarting,
	WdfDevStatePwrPolRestartingFailed,
	WdfDevStatePwrPolStartingPoweredUpFailed,
	WdfDevStatePwrPolTimerExpiredNoWakeReturnToActive,
	WdfDevStatePwrPolWaitingArmedWakeInterruptFired,
	WdfDevStatePwrPolSystemWakeDeviceWakeInterruptFired,
	WdfDevStatePwrPolSystemWakeDeviceWakeInterruptFiredNP = 0x8595,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeInterruptArrived = 0x596,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedWakeInterruptArrived,
	WdfDevStatePwrPolWaitingArmedWakeInterruptFiredDuringPowerDown,
	WdfDevStatePwrPolStartedNotIdleCapableDirectedDown,
	WdfDevStatePwrPolStartedIdleCapableTimerCanceledForSleep,
	WdfDevStatePwrPolTimerExpiredNoWakeUndoPowerDownWaitForDirectedUp,
	WdfDevStatePwrPolIdleCapableTimerNotExpiredDirectedDown,
	WdfDevStatePwrPolIdleCapableDirectedDownTriggerDPNR,
	WdfDevStatePwrPolWaitingUnarmedDirectedDown,
	WdfDevStatePwrPolIdleCapableDirectedDownTriggerDPR,
	WdfDevStatePwrPolStartedWakeCapableTimerCanceledForSleep,
	WdfDevStatePwrPolWakeCapableTimerNotExpiredDirectedDown,
	WdfDevStatePwrPolWakeCapableDirectedDownTriggerDPNR,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDownWaitForDirectedUp,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDownDirectedTriggerDPR,
	WdfDevStatePwrPolTimerExpiredWakeCapableUndoPowerDownWaitForDirectedUp,
	WdfDevStatePwrPolWakeCapableUsbSSCompletedUndoWaitForDirectedUp,
	WdfDevStatePwrPolTimerExpiredWakeCapableUsbSSDirectedDown,
	WdfDevStatePwrPolWaitingArmedWakeInterruptFiredDuringPowerDownCheckDirected,
	WdfDevStatePwrPolTimerExpiredWakeCompletedPowerDownCheckDirected,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceededCheckDirected,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceededWaitForDirectedUp,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceededTriggerDPR,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailedCheckDirected,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailedWaitForDirectedUp,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailedTriggerDPR,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeInterruptFiredTriggerDPR,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeInterruptFired,
	WdfDevStatePwrPolWaitingArmedDirectedDown,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeSucceededCancelUsbSS,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeFailedCancelUsbSS,
	WdfDevStatePwrPolWaitingArmedDirectedDownTriggerDPR,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeSucceededTriggerDPR,
	WdfDevStatePwrPolWaitingArmedDirectedDownUsbSSCompleted,
	WdfDevStatePwrPolWaitingArmedDirectedDownUsbSSCompletedTriggerDPR,
	WdfDevStatePwrPolWaitingArmedDirectedDownWakeFailedCancelUsbSSTriggerDPR,
	WdfDevStatePwrPolUsbSSCancelled,
	WdfDevStatePwrPolTimerExpiredWakeCapableRevertArmWake,
	WdfDevStatePwrPolSleepingWakeCancelWake,
	WdfDevStatePwrPolSleepingWakeCancelWakeNP = 0x85bd,
	WdfDevStatePwrPolSystemWakeDeviceD0PowerRequestFailed = 0x5be,
	WdfDevStatePwrPolSystemWakeDevicePowerRequestFailed,
	WdfDevStatePwrPolNull
} WDF_DEVICE_POWER_POLICY_STATE, *PWDF_DEVICE_POWER_POLICY_STATE;

typedef enum _WDF_POWER_POLICY_S0_IDLE_CAPABILITIES {
	IdleCapsInvalid,
	IdleCannotWakeFromS0,
	IdleCanWakeFromS0,
	IdleUsbSelectiveSuspend
} WDF_POWER_POLICY_S0_IDLE_CAPABILITIES;

typedef enum _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL {
	IdleUserControlInvalid,
	IdleDoNotAllowUserControl,
	IdleAllowUserControl
} WDF_POWER_POLICY_S0_IDLE_USER_CONTROL;

typedef enum _WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE {
	DriverManagedIdleTimeout,
	SystemManagedIdleTimeout,
	SystemManagedIdleTimeoutWithHint
} WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE, *PWDF_POWER_POLICY_IDLE_TIMEOUT_TYPE;

typedef struct _WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS {
	ULONG Size;
	WDF_POWER_POLICY_S0_IDLE_CAPABILITIES IdleCaps;
	DEVICE_POWER_STATE DxState;
	ULONG IdleTimeout;
	WDF_POWER_POLICY_S0_IDLE_USER_CONTROL UserControlOfIdleSettings;
	WDF_TRI_STATE Enabled;
	WDF_TRI_STATE PowerUpIdleDeviceOnSystemWake;
	WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE IdleTimeoutType;
	WDF_TRI_STATE ExcludeD3Cold;
} WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, *PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS;

typedef enum _WDF_POWER_POLICY_SX_WAKE_USER_CONTROL {
	WakeUserControlInvalid,
	WakeDoNotAllowUserControl,
	WakeAllowUserControl
} WDF_POWER_POLICY_SX_WAKE_USER_CONTROL;

typedef struct _WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS {
	ULONG Size;
	DEVICE_POWER_STATE DxState;
	WDF_POWER_POLICY_SX_WAKE_USER_CONTROL UserControlOfWakeSettings;
	WDF_TRI_STATE Enabled;
	BOOLEAN ArmForWakeIfChildrenAreArmedForWake;
	BOOLEAN IndicateChildWakeOnParentWake;
} WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS, *PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS;

typedef enum _WDF_SPECIAL_FILE_TYPE {
	WdfSpecialFileUndefined,
	WdfSpecialFilePaging,
	WdfSpecialFileHibernation,
	WdfSpecialFileDump,
	WdfSpecialFileBoot,
	WdfSpecialFilePostDisplay,
	WdfSpecialFileGuestAssigned,
	WdfSpecialFileMax
} WDF_SPECIAL_FILE_TYPE, *PWDF_SPECIAL_FILE_TYPE;

typedef enum _WDF_POWER_DEVICE_STATE {
	WdfPowerDeviceInvalid,
	WdfPowerDeviceD0,
	WdfPowerDeviceD1,
	WdfPowerDeviceD2,
	WdfPowerDeviceD3,
	WdfPowerDeviceD3Final,
	WdfPowerDevicePrepareForHibernation,
	WdfPowerDeviceMaximum
} WDF_POWER_DEVICE_STATE, *PWDF_POWER_DEVICE_STATE;

typedef NTSTATUS EVT_WDF_DEVICE_D0_ENTRY(WDFDEVICE, WDF_POWER_DEVICE_STATE);
typedef EVT_WDF_DEVICE_D0_ENTRY *PFN_WDF_DEVICE_D0_ENTRY;

typedef NTSTATUS EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED(WDFDEVICE,
    WDF_POWER_DEVICE_STATE);

typedef EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED
    *PFN_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED;

typedef NTSTATUS EVT_WDF_DEVICE_D0_EXIT(WDFDEVICE, WDF_POWER_DEVICE_STATE);
typedef EVT_WDF_DEVICE_D0_EXIT *PFN_WDF_DEVICE_D0_EXIT;

typedef NTSTATUS EVT_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED(WDFDEVICE,
    WDF_POWER_DEVICE_STATE);

typedef EVT_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED
    *PFN_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED;

typedef struct WDFCMRESLIST__ {
	int unused;
} *WDFCMRESLIST;

typedef NTSTATUS EVT_WDF_DEVICE_PREPARE_HARDWARE(WDFDEVICE, WDFCMRESLIST, WDFCMRESLIST);
typedef EVT_WDF_DEVICE_PREPARE_HARDWARE *PFN_WDF_DEVICE_PREPARE_HARDWARE;
typedef NTSTATUS EVT_WDF_DEVICE_RELEASE_HARDWARE(WDFDEVICE, WDFCMRESLIST);
typedef EVT_WDF_DEVICE_RELEASE_HARDWARE *PFN_WDF_DEVICE_RELEASE_HARDWARE;
typedef void EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP(WDFDEVICE);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP *PFN_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP;
typedef void EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH(WDFDEVICE);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH *PFN_WDF_DEVICE_SELF_MANAGED_IO_FLUSH;
typedef NTSTATUS EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT(WDFDEVICE);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT *PFN_WDF_DEVICE_SELF_MANAGED_IO_INIT;
typedef NTSTATUS EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND(WDFDEVICE);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND *PFN_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND;
typedef NTSTATUS EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART(WDFDEVICE);
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART *PFN_WDF_DEVICE_SELF_MANAGED_IO_RESTART;
typedef void EVT_WDF_DEVICE_SURPRISE_REMOVAL(WDFDEVICE);
typedef EVT_WDF_DEVICE_SURPRISE_REMOVAL *PFN_WDF_DEVICE_SURPRISE_REMOVAL;
typedef NTSTATUS EVT_WDF_DEVICE_QUERY_REMOVE(WDFDEVICE);
typedef EVT_WDF_DEVICE_QUERY_REMOVE *PFN_WDF_DEVICE_QUERY_REMOVE;
typedef NTSTATUS EVT_WDF_DEVICE_QUERY_STOP(WDFDEVICE);
typedef EVT_WDF_DEVICE_QUERY_STOP *PFN_WDF_DEVICE_QUERY_STOP;
typedef void EVT_WDF_DEVICE_USAGE_NOTIFICATION(WDFDEVICE, WDF_SPECIAL_FILE_TYPE, BOOLEAN);
typedef EVT_WDF_DEVICE_USAGE_NOTIFICATION *PFN_WDF_DEVICE_USAGE_NOTIFICATION;
typedef void EVT_WDF_DEVICE_RELATIONS_QUERY(WDFDEVICE, DEVICE_RELATION_TYPE);
typedef EVT_WDF_DEVICE_RELATIONS_QUERY *PFN_WDF_DEVICE_RELATIONS_QUERY;

typedef NTSTATUS EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX(WDFDEVICE, WDF_SPECIAL_FILE_TYPE,
    BOOLEAN);

typedef EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX *PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX;

typedef struct _WDF_PNPPOWER_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
	PFN_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED EvtDeviceD0EntryPostInterruptsEnabled;
	PFN_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
	PFN_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED EvtDeviceD0ExitPreInterruptsDisabled;
	PFN_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
	PFN_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP EvtDeviceSelfManagedIoCleanup;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_FLUSH EvtDeviceSelfManagedIoFlush;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_INIT EvtDeviceSelfManagedIoInit;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND EvtDeviceSelfManagedIoSuspend;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_RESTART EvtDeviceSelfManagedIoRestart;
	PFN_WDF_DEVICE_SURPRISE_REMOVAL EvtDeviceSurpriseRemoval;
	PFN_WDF_DEVICE_QUERY_REMOVE EvtDeviceQueryRemove;
	PFN_WDF_DEVICE_QUERY_STOP EvtDeviceQueryStop;
	PFN_WDF_DEVICE_USAGE_NOTIFICATION EvtDeviceUsageNotification;
	PFN_WDF_DEVICE_RELATIONS_QUERY EvtDeviceRelationsQuery;
	PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX EvtDeviceUsageNotificationEx;
} WDF_PNPPOWER_EVENT_CALLBACKS, *PWDF_PNPPOWER_EVENT_CALLBACKS;

typedef NTSTATUS EVT_WDF_DEVICE_ARM_WAKE_FROM_S0(WDFDEVICE);
typedef EVT_WDF_DEVICE_ARM_WAKE_FROM_S0 *PFN_WDF_DEVICE_ARM_WAKE_FROM_S0;
typedef void EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0(WDFDEVICE);
typedef EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0 *PFN_WDF_DEVICE_DISARM_WAKE_FROM_S0;
typedef void EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED(WDFDEVICE);
typedef EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED *PFN_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED;
typedef NTSTATUS EVT_WDF_DEVICE_ARM_WAKE_FROM_SX(WDFDEVICE);
typedef EVT_WDF_DEVICE_ARM_WAKE_FROM_SX *PFN_WDF_DEVICE_ARM_WAKE_FROM_SX;
typedef void EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX(WDFDEVICE);
typedef EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX *PFN_WDF_DEVICE_DISARM_WAKE_FROM_SX;
typedef void EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED(WDFDEVICE);
typedef EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED *PFN_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED;
typedef NTSTATUS EVT_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON(WDFDEVICE, BOOLEAN, BOOLEAN);

typedef EVT_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON
    *PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON;

typedef struct _WDF_POWER_POLICY_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_S0 EvtDeviceArmWakeFromS0;
	PFN_WDF_DEVICE_DISARM_WAKE_FROM_S0 EvtDeviceDisarmWakeFromS0;
	PFN_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED EvtDeviceWakeFromS0Triggered;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_SX EvtDeviceArmWakeFromSx;
	PFN_WDF_DEVICE_DISARM_WAKE_FROM_SX EvtDeviceDisarmWakeFromSx;
	PFN_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED EvtDeviceWakeFromSxTriggered;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON EvtDeviceArmWakeFromSxWithReason;
} WDF_POWER_POLICY_EVENT_CALLBACKS, *PWDF_POWER_POLICY_EVENT_CALLBACKS;

typedef enum _WDF_STATE_NOTIFICATION_TYPE {
	StateNotificationInvalid,
	StateNotificationEnterState,
	StateNotificationPostProcessState,
	StateNotificationLeaveState = 4,
	StateNotificationAllStates = 7
} WDF_STATE_NOTIFICATION_TYPE;

typedef struct _WDF_DEVICE_PNP_NOTIFICATION_DATA {
	WDF_STATE_NOTIFICATION_TYPE Type;
	union {
		struct {
			WDF_DEVICE_PNP_STATE CurrentState;
			WDF_DEVICE_PNP_STATE NewState;
		} EnterState;
		struct {
			WDF_DEVICE_PNP_STATE CurrentState;
		} PostProcessState;
		struct {
			WDF_DEVICE_PNP_STATE CurrentState;
			WDF_DEVICE_PNP_STATE NewState;
		} LeaveState;
	} Data;
} WDF_DEVICE_PNP_NOTIFICATION_DATA;

typedef const WDF_DEVICE_PNP_NOTIFICATION_DATA *PCWDF_DEVICE_PNP_NOTIFICATION_DATA;

typedef void EVT_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION(WDFDEVICE,
    PCWDF_DEVICE_PNP_NOTIFICATION_DATA);

typedef EVT_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION
    *PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION;

typedef struct _WDF_DEVICE_POWER_NOTIFICATION_DATA {
	WDF_STATE_NOTIFICATION_TYPE Type;
	union {
		struct {
			WDF_DEVICE_POWER_STATE CurrentState;
			WDF_DEVICE_POWER_STATE NewState;
		} EnterState;
		struct {
			WDF_DEVICE_POWER_STATE CurrentState;
		} PostProcessState;
		struct {
			WDF_DEVICE_POWER_STATE CurrentState;
			WDF_DEVICE_POWER_STATE NewState;
		} LeaveState;
	} Data;
} WDF_DEVICE_POWER_NOTIFICATION_DATA;

typedef const WDF_DEVICE_POWER_NOTIFICATION_DATA *PCWDF_DEVICE_POWER_NOTIFICATION_DATA;

typedef void EVT_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION(WDFDEVICE,
    PCWDF_DEVICE_POWER_NOTIFICATION_DATA);

typedef EVT_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION
    *PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION;

typedef struct _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA {
	WDF_STATE_NOTIFICATION_TYPE Type;
	union {
		struct {
			WDF_DEVICE_POWER_POLICY_STATE CurrentState;
			WDF_DEVICE_POWER_POLICY_STATE NewState;
		} EnterState;
		struct {
			WDF_DEVICE_POWER_POLICY_STATE CurrentState;
		} PostProcessState;
		struct {
			WDF_DEVICE_POWER_POLICY_STATE CurrentState;
			WDF_DEVICE_POWER_POLICY_STATE NewState;
		} LeaveState;
	} Data;
} WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA;

typedef const WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA
    *PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA;

typedef void EVT_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION(WDFDEVICE,
    PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA);

typedef EVT_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION
    *PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION;

typedef struct _WDF_REMOVE_LOCK_OPTIONS {
	ULONG Size;
	ULONG Flags;
} WDF_REMOVE_LOCK_OPTIONS, *PWDF_REMOVE_LOCK_OPTIONS;

typedef struct _WDF_DEVICE_PNP_CAPABILITIES {
	ULONG Size;
	WDF_TRI_STATE LockSupported;
	WDF_TRI_STATE EjectSupported;
	WDF_TRI_STATE Removable;
	WDF_TRI_STATE DockDevice;
	WDF_TRI_STATE UniqueID;
	WDF_TRI_STATE SilentInstall;
	WDF_TRI_STATE SurpriseRemovalOK;
	WDF_TRI_STATE HardwareDisabled;
	WDF_TRI_STATE NoDisplayInUI;
	ULONG Address;
	ULONG UINumber;
} WDF_DEVICE_PNP_CAPABILITIES, *PWDF_DEVICE_PNP_CAPABILITIES;

typedef struct _WDF_DEVICE_POWER_CAPABILITIES {
	ULONG Size;
	WDF_TRI_STATE DeviceD1;
	WDF_TRI_STATE DeviceD2;
	WDF_TRI_STATE WakeFromD0;
	WDF_TRI_STATE WakeFromD1;
	WDF_TRI_STATE WakeFromD2;
	WDF_TRI_STATE WakeFromD3;
	DEVICE_POWER_STATE DeviceState[7];
	DEVICE_POWER_STATE DeviceWake;
	SYSTEM_POWER_STATE SystemWake;
	ULONG D1Latency;
	ULONG D2Latency;
	ULONG D3Latency;
	DEVICE_POWER_STATE IdealDxStateForSx;
} WDF_DEVICE_POWER_CAPABILITIES, *PWDF_DEVICE_POWER_CAPABILITIES;

typedef enum _WDF_DEVICE_FAILED_ACTION {
	WdfDeviceFailedUndefined,
	WdfDeviceFailedAttemptRestart,
	WdfDeviceFailedNoRestart
} WDF_DEVICE_FAILED_ACTION;

typedef NTSTATUS EVT_WDFDEVICE_WDM_IRP_DISPATCH(WDFDEVICE, UCHAR, UCHAR, ULONG, WDFCONTEXT,
    PIRP, WDFCONTEXT);

typedef EVT_WDFDEVICE_WDM_IRP_DISPATCH *PFN_WDFDEVICE_WDM_IRP_DISPATCH;
typedef NTSTATUS EVT_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE(WDFDEVICE, POHANDLE);

typedef EVT_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE
    *PFN_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE;

typedef void EVT_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE(WDFDEVICE, POHANDLE);

typedef EVT_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE
    *PFN_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE;

typedef struct _WDF_POWER_FRAMEWORK_SETTINGS {
	ULONG Size;
	PFN_WDFDEVICE_WDM_POST_PO_FX_REGISTER_DEVICE EvtDeviceWdmPostPoFxRegisterDevice;
	PFN_WDFDEVICE_WDM_PRE_PO_FX_UNREGISTER_DEVICE EvtDeviceWdmPrePoFxUnregisterDevice;
	PPO_FX_COMPONENT Component;
	PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK ComponentActiveConditionCallback;
	PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK ComponentIdleConditionCallback;
	PPO_FX_COMPONENT_IDLE_STATE_CALLBACK ComponentIdleStateCallback;
	PPO_FX_POWER_CONTROL_CALLBACK PowerControlCallback;
	PVOID PoFxDeviceContext;
	ULONGLONG PoFxDeviceFlags;
	WDF_TRI_STATE DirectedPoFxEnabled;
} WDF_POWER_FRAMEWORK_SETTINGS, *PWDF_POWER_FRAMEWORK_SETTINGS;

typedef enum _WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE {
	WdfReleaseHardwareOrderOnFailureInvalid,
	WdfReleaseHardwareOrderOnFailureEarly,
	WdfReleaseHardwareOrderOnFailureAfterDescendants
} WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE, *PWDF_RELEASE_HARDWARE_ORDER_ON_FAILURE;

typedef struct _WDF_IO_TYPE_CONFIG {
	ULONG Size;
	WDF_DEVICE_IO_TYPE ReadWriteIoType;
	WDF_DEVICE_IO_TYPE DeviceControlIoType;
	ULONG DirectTransferThreshold;
} WDF_IO_TYPE_CONFIG, *PWDF_IO_TYPE_CONFIG;

typedef struct _WDF_DEVICE_PROPERTY_DATA {
	ULONG Size;
	const DEVPROPKEY *PropertyKey;
	LCID Lcid;
	ULONG Flags;
} WDF_DEVICE_PROPERTY_DATA, *PWDF_DEVICE_PROPERTY_DATA;

typedef struct WDFCOMPANIONTARGET__ {
	int unused;
} *WDFCOMPANIONTARGET;

typedef struct WDFINTERRUPT__ {
	int unused;
} *WDFINTERRUPT;

typedef BOOLEAN EVT_WDF_INTERRUPT_ISR(WDFINTERRUPT, ULONG);
typedef EVT_WDF_INTERRUPT_ISR *PFN_WDF_INTERRUPT_ISR;
typedef void EVT_WDF_INTERRUPT_DPC(WDFINTERRUPT, WDFOBJECT);
typedef EVT_WDF_INTERRUPT_DPC *PFN_WDF_INTERRUPT_DPC;
typedef NTSTATUS EVT_WDF_INTERRUPT_ENABLE(WDFINTERRUPT, WDFDEVICE);
typedef EVT_WDF_INTERRUPT_ENABLE *PFN_WDF_INTERRUPT_ENABLE;
typedef NTSTATUS EVT_WDF_INTERRUPT_DISABLE(WDFINTERRUPT, WDFDEVICE);
typedef EVT_WDF_INTERRUPT_DISABLE *PFN_WDF_INTERRUPT_DISABLE;
typedef void EVT_WDF_INTERRUPT_WORKITEM(WDFINTERRUPT, WDFOBJECT);
typedef EVT_WDF_INTERRUPT_WORKITEM *PFN_WDF_INTERRUPT_WORKITEM;

typedef struct _WDF_INTERRUPT_CONFIG {
	ULONG Size;
	WDFSPINLOCK SpinLock;
	WDF_TRI_STATE ShareVector;
	BOOLEAN FloatingSave;
	BOOLEAN AutomaticSerialization;
	PFN_WDF_INTERRUPT_ISR EvtInterruptIsr;
	PFN_WDF_INTERRUPT_DPC EvtInterruptDpc;
	PFN_WDF_INTERRUPT_ENABLE EvtInterruptEnable;
	PFN_WDF_INTERRUPT_DISABLE EvtInterruptDisable;
	PFN_WDF_INTERRUPT_WORKITEM EvtInterruptWorkItem;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptRaw;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptTranslated;
	WDFWAITLOCK WaitLock;
	BOOLEAN PassiveHandling;
	WDF_TRI_STATE ReportInactiveOnPowerDown;
	BOOLEAN CanWakeDevice;
} WDF_INTERRUPT_CONFIG, *PWDF_INTERRUPT_CONFIG;

typedef BOOLEAN EVT_WDF_INTERRUPT_SYNCHRONIZE(WDFINTERRUPT, WDFCONTEXT);
typedef EVT_WDF_INTERRUPT_SYNCHRONIZE *PFN_WDF_INTERRUPT_SYNCHRONIZE;

typedef enum _WDF_INTERRUPT_POLARITY {
	WdfInterruptPolarityUnknown,
	WdfInterruptActiveHigh,
	WdfInterruptActiveLow
} WDF_INTERRUPT_POLARITY, *PWDF_INTERRUPT_POLARITY;

typedef struct _WDF_INTERRUPT_INFO {
	ULONG Size;
	ULONG64 Reserved1;
	KAFFINITY TargetProcessorSet;
	ULONG Reserved2;
	ULONG MessageNumber;
	ULONG Vector;
	KIRQL Irql;
	KINTERRUPT_MODE Mode;
	WDF_INTERRUPT_POLARITY Polarity;
	BOOLEAN MessageSignaled;
	UCHAR ShareDisposition;
	DECLSPEC_ALIGN(8) USHORT Group;
} WDF_INTERRUPT_INFO, *PWDF_INTERRUPT_INFO;

typedef enum _WDF_INTERRUPT_POLICY {
	WdfIrqPolicyMachineDefault,
	WdfIrqPolicyAllCloseProcessors,
	WdfIrqPolicyOneCloseProcessor,
	WdfIrqPolicyAllProcessorsInMachine,
	WdfIrqPolicySpecifiedProcessors,
	WdfIrqPolicySpreadMessagesAcrossAllProcessors
} WDF_INTERRUPT_POLICY, *PWDF_INTERRUPT_POLICY;

typedef enum _WDF_INTERRUPT_PRIORITY {
	WdfIrqPriorityUndefined,
	WdfIrqPriorityLow,
	WdfIrqPriorityNormal,
	WdfIrqPriorityHigh
} WDF_INTERRUPT_PRIORITY, *PWDF_INTERRUPT_PRIORITY;

typedef struct _WDF_INTERRUPT_EXTENDED_POLICY {
	ULONG Size;
	WDF_INTERRUPT_POLICY Policy;
	WDF_INTERRUPT_PRIORITY Priority;
	GROUP_AFFINITY TargetProcessorSetAndGroup;
} WDF_INTERRUPT_EXTENDED_POLICY, *PWDF_INTERRUPT_EXTENDED_POLICY;

typedef struct WDFIORESREQLIST__ {
	int unused;
} *WDFIORESREQLIST;

typedef struct WDFIORESLIST__ {
	int unused;
} *WDFIORESLIST;

typedef struct _WDF_REQUEST_REUSE_PARAMS {
	ULONG Size;
	ULONG Flags;
	NTSTATUS Status;
	PIRP NewIrp;
} WDF_REQUEST_REUSE_PARAMS, *PWDF_REQUEST_REUSE_PARAMS;

typedef struct _WDF_REQUEST_SEND_OPTIONS {
	ULONG Size;
	ULONG Flags;
	LONGLONG Timeout;
} WDF_REQUEST_SEND_OPTIONS, *PWDF_REQUEST_SEND_OPTIONS;

typedef struct _WDF_USB_REQUEST_COMPLETION_PARAMS *PWDF_USB_REQUEST_COMPLETION_PARAMS;

typedef struct _WDF_REQUEST_COMPLETION_PARAMS {
	ULONG Size;
	WDF_REQUEST_TYPE Type;
	IO_STATUS_BLOCK IoStatus;
	union {
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} Write;
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} Read;
		struct {
			ULONG IoControlCode;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
			} Input;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
				size_t Length;
			} Output;
		} Ioctl;
		struct {
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument1;
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument2;
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument3;
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument4;
		} Others;
		struct {
			PWDF_USB_REQUEST_COMPLETION_PARAMS Completion;
		} Usb;
	} Parameters;
} WDF_REQUEST_COMPLETION_PARAMS, *PWDF_REQUEST_COMPLETION_PARAMS;

typedef void EVT_WDF_REQUEST_COMPLETION_ROUTINE(WDFREQUEST, WDFIOTARGET,
    PWDF_REQUEST_COMPLETION_PARAMS, WDFCONTEXT);

typedef EVT_WDF_REQUEST_COMPLETION_ROUTINE *PFN_WDF_REQUEST_COMPLETION_ROUTINE;

typedef struct _WDF_REQUEST_FORWARD_OPTIONS {
	ULONG Size;
	ULONG Flags;
} WDF_REQUEST_FORWARD_OPTIONS, *PWDF_REQUEST_FORWARD_OPTIONS;

typedef enum _WDF_IO_TARGET_OPEN_TYPE {
	WdfIoTargetOpenUndefined,
	WdfIoTargetOpenUseExistingDevice,
	WdfIoTargetOpenByName,
	WdfIoTargetOpenReopen,
	WdfIoTargetOpenLocalTargetByFile
} WDF_IO_TARGET_OPEN_TYPE;

typedef NTSTATUS EVT_WDF_IO_TARGET_QUERY_REMOVE(WDFIOTARGET);
typedef EVT_WDF_IO_TARGET_QUERY_REMOVE *PFN_WDF_IO_TARGET_QUERY_REMOVE;
typedef void EVT_WDF_IO_TARGET_REMOVE_CANCELED(WDFIOTARGET);
typedef EVT_WDF_IO_TARGET_REMOVE_CANCELED *PFN_WDF_IO_TARGET_REMOVE_CANCELED;
typedef void EVT_WDF_IO_TARGET_REMOVE_COMPLETE(WDFIOTARGET);
typedef EVT_WDF_IO_TARGET_REMOVE_COMPLETE *PFN_WDF_IO_TARGET_REMOVE_COMPLETE;

typedef struct _WDF_IO_TARGET_OPEN_PARAMS {
	ULONG Size;
	WDF_IO_TARGET_OPEN_TYPE Type;
	PFN_WDF_IO_TARGET_QUERY_REMOVE EvtIoTargetQueryRemove;
	PFN_WDF_IO_TARGET_REMOVE_CANCELED EvtIoTargetRemoveCanceled;
	PFN_WDF_IO_TARGET_REMOVE_COMPLETE EvtIoTargetRemoveComplete;
	PDEVICE_OBJECT TargetDeviceObject;
	PFILE_OBJECT TargetFileObject;
	UNICODE_STRING TargetDeviceName;
	ACCESS_MASK DesiredAccess;
	ULONG ShareAccess;
	ULONG FileAttributes;
	ULONG CreateDisposition;
	ULONG CreateOptions;
	PVOID EaBuffer;
	ULONG EaBufferLength;
	PLONGLONG AllocationSize;
	ULONG FileInformation;
	UNICODE_STRING FileName;
} WDF_IO_TARGET_OPEN_PARAMS, *PWDF_IO_TARGET_OPEN_PARAMS;

typedef enum _WDF_IO_TARGET_SENT_IO_ACTION {
	WdfIoTargetSentIoUndefined,
	WdfIoTargetCancelSentIo,
	WdfIoTargetWaitForSentIoToComplete,
	WdfIoTargetLeaveSentIoPending
} WDF_IO_TARGET_SENT_IO_ACTION;

typedef enum _WDF_IO_TARGET_PURGE_IO_ACTION {
	WdfIoTargetPurgeIoUndefined,
	WdfIoTargetPurgeIoAndWait,
	WdfIoTargetPurgeIo
} WDF_IO_TARGET_PURGE_IO_ACTION;

typedef enum _WDF_IO_TARGET_STATE {
	WdfIoTargetStateUndefined,
	WdfIoTargetStarted,
	WdfIoTargetStopped,
	WdfIoTargetClosedForQueryRemove,
	WdfIoTargetClosed,
	WdfIoTargetDeleted,
	WdfIoTargetPurged
} WDF_IO_TARGET_STATE, *PWDF_IO_TARGET_STATE;

typedef enum _WDF_MEMORY_DESCRIPTOR_TYPE {
	WdfMemoryDescriptorTypeInvalid,
	WdfMemoryDescriptorTypeBuffer,
	WdfMemoryDescriptorTypeMdl,
	WdfMemoryDescriptorTypeHandle
} WDF_MEMORY_DESCRIPTOR_TYPE;

typedef struct _WDF_MEMORY_DESCRIPTOR {
	WDF_MEMORY_DESCRIPTOR_TYPE Type;
	union {
		struct {
			PVOID Buffer;
			ULONG Length;
		} BufferType;
		struct {
			PMDL Mdl;
			ULONG BufferLength;
		} MdlType;
		struct {
			WDFMEMORY Memory;
			PWDFMEMORY_OFFSET Offsets;
		} HandleType;
	} u;
} WDF_MEMORY_DESCRIPTOR, *PWDF_MEMORY_DESCRIPTOR;

typedef enum _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY {
	WdfIoForwardProgressInvalidPolicy,
	WdfIoForwardProgressReservedPolicyAlwaysUseReservedRequest,
	WdfIoForwardProgressReservedPolicyUseExamine,
	WdfIoForwardProgressReservedPolicyPagingIO
} WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY;

typedef enum _WDF_IO_FORWARD_PROGRESS_ACTION {
	WdfIoForwardProgressActionInvalid,
	WdfIoForwardProgressActionFailRequest,
	WdfIoForwardProgressActionUseReservedRequest
} WDF_IO_FORWARD_PROGRESS_ACTION;

typedef WDF_IO_FORWARD_PROGRESS_ACTION EVT_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS(WDFQUEUE, PIRP);
typedef EVT_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS *PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS;

typedef struct _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS {
	union {
		struct {
			PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS EvtIoWdmIrpForForwardProgress;
		} ExaminePolicy;
	} Policy;
} WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS;

typedef NTSTATUS EVT_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST(WDFQUEUE, WDFREQUEST);

typedef EVT_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST
    *PFN_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST;

typedef NTSTATUS EVT_WDF_IO_ALLOCATE_REQUEST_RESOURCES(WDFQUEUE, WDFREQUEST);
typedef EVT_WDF_IO_ALLOCATE_REQUEST_RESOURCES *PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES;

typedef struct _WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY {
	ULONG Size;
	ULONG TotalForwardProgressRequests;
	WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY ForwardProgressReservedPolicy;
	WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY_SETTINGS ForwardProgressReservePolicySettings;
	PFN_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST EvtIoAllocateResourcesForReservedRequest;
	PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES EvtIoAllocateRequestResources;
} WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY, *PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY;

typedef NTSTATUS EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS(WDFDEVICE, WDFIORESREQLIST);

typedef EVT_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS
    *PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS;

typedef NTSTATUS EVT_WDF_DEVICE_REMOVE_ADDED_RESOURCES(WDFDEVICE, WDFCMRESLIST, WDFCMRESLIST);
typedef EVT_WDF_DEVICE_REMOVE_ADDED_RESOURCES *PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES;

typedef struct _WDF_FDO_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterAddResourceRequirements;
	PFN_WDF_DEVICE_FILTER_RESOURCE_REQUIREMENTS EvtDeviceFilterRemoveResourceRequirements;
	PFN_WDF_DEVICE_REMOVE_ADDED_RESOURCES EvtDeviceRemoveAddedResources;
} WDF_FDO_EVENT_CALLBACKS, *PWDF_FDO_EVENT_CALLBACKS;

typedef NTSTATUS EVT_WDF_DEVICE_RESOURCES_QUERY(WDFDEVICE, WDFCMRESLIST);
typedef EVT_WDF_DEVICE_RESOURCES_QUERY *PFN_WDF_DEVICE_RESOURCES_QUERY;
typedef NTSTATUS EVT_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY(WDFDEVICE, WDFIORESREQLIST);
typedef EVT_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY *PFN_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY;
typedef NTSTATUS EVT_WDF_DEVICE_EJECT(WDFDEVICE);
typedef EVT_WDF_DEVICE_EJECT *PFN_WDF_DEVICE_EJECT;
typedef NTSTATUS EVT_WDF_DEVICE_SET_LOCK(WDFDEVICE, BOOLEAN);
typedef EVT_WDF_DEVICE_SET_LOCK *PFN_WDF_DEVICE_SET_LOCK;
typedef NTSTATUS EVT_WDF_DEVICE_ENABLE_WAKE_AT_BUS(WDFDEVICE, SYSTEM_POWER_STATE);
typedef EVT_WDF_DEVICE_ENABLE_WAKE_AT_BUS *PFN_WDF_DEVICE_ENABLE_WAKE_AT_BUS;
typedef void EVT_WDF_DEVICE_DISABLE_WAKE_AT_BUS(WDFDEVICE);
typedef EVT_WDF_DEVICE_DISABLE_WAKE_AT_BUS *PFN_WDF_DEVICE_DISABLE_WAKE_AT_BUS;
typedef void EVT_WDF_DEVICE_REPORTED_MISSING(WDFDEVICE);
typedef EVT_WDF_DEVICE_REPORTED_MISSING *PFN_WDF_DEVICE_REPORTED_MISSING;

typedef struct _WDF_PDO_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_RESOURCES_QUERY EvtDeviceResourcesQuery;
	PFN_WDF_DEVICE_RESOURCE_REQUIREMENTS_QUERY EvtDeviceResourceRequirementsQuery;
	PFN_WDF_DEVICE_EJECT EvtDeviceEject;
	PFN_WDF_DEVICE_SET_LOCK EvtDeviceSetLock;
	PFN_WDF_DEVICE_ENABLE_WAKE_AT_BUS EvtDeviceEnableWakeAtBus;
	PFN_WDF_DEVICE_DISABLE_WAKE_AT_BUS EvtDeviceDisableWakeAtBus;
	PFN_WDF_DEVICE_REPORTED_MISSING EvtDeviceReportedMissing;
} WDF_PDO_EVENT_CALLBACKS, *PWDF_PDO_EVENT_CALLBACKS;

typedef struct WDFWMIPROVIDER__ {
	int unused;
} *WDFWMIPROVIDER;

typedef enum _WDF_WMI_PROVIDER_CONTROL {
	WdfWmiControlInvalid,
	WdfWmiEventControl,
	WdfWmiInstanceControl
} WDF_WMI_PROVIDER_CONTROL;

typedef NTSTATUS EVT_WDF_WMI_PROVIDER_FUNCTION_CONTROL(WDFWMIPROVIDER, WDF_WMI_PROVIDER_CONTROL,
    BOOLEAN);

typedef EVT_WDF_WMI_PROVIDER_FUNCTION_CONTROL *PFN_WDF_WMI_PROVIDER_FUNCTION_CONTROL;

typedef struct _WDF_WMI_PROVIDER_CONFIG {
	ULONG Size;
	GUID Guid;
	ULONG Flags;
	ULONG MinInstanceBufferSize;
	PFN_WDF_WMI_PROVIDER_FUNCTION_CONTROL EvtWmiProviderFunctionControl;
} WDF_WMI_PROVIDER_CONFIG, *PWDF_WMI_PROVIDER_CONFIG;

typedef struct WDFWMIINSTANCE__ {
	int unused;
} *WDFWMIINSTANCE;

typedef NTSTATUS EVT_WDF_WMI_INSTANCE_QUERY_INSTANCE(WDFWMIINSTANCE, ULONG, PVOID, PULONG);
typedef EVT_WDF_WMI_INSTANCE_QUERY_INSTANCE *PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE;
typedef NTSTATUS EVT_WDF_WMI_INSTANCE_SET_INSTANCE(WDFWMIINSTANCE, ULONG, PVOID);
typedef EVT_WDF_WMI_INSTANCE_SET_INSTANCE *PFN_WDF_WMI_INSTANCE_SET_INSTANCE;
typedef NTSTATUS EVT_WDF_WMI_INSTANCE_SET_ITEM(WDFWMIINSTANCE, ULONG, ULONG, PVOID);
typedef EVT_WDF_WMI_INSTANCE_SET_ITEM *PFN_WDF_WMI_INSTANCE_SET_ITEM;

typedef NTSTATUS EVT_WDF_WMI_INSTANCE_EXECUTE_METHOD(WDFWMIINSTANCE, ULONG, ULONG, ULONG, PVOID,
    PULONG);

typedef EVT_WDF_WMI_INSTANCE_EXECUTE_METHOD *PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD;

typedef struct _WDF_WMI_INSTANCE_CONFIG {
	ULONG Size;
	WDFWMIPROVIDER Provider;
	PWDF_WMI_PROVIDER_CONFIG ProviderConfig;
	BOOLEAN UseContextForQuery;
	BOOLEAN Register;
	PFN_WDF_WMI_INSTANCE_QUERY_INSTANCE EvtWmiInstanceQueryInstance;
	PFN_WDF_WMI_INSTANCE_SET_INSTANCE EvtWmiInstanceSetInstance;
	PFN_WDF_WMI_INSTANCE_SET_ITEM EvtWmiInstanceSetItem;
	PFN_WDF_WMI_INSTANCE_EXECUTE_METHOD EvtWmiInstanceExecuteMethod;
} WDF_WMI_INSTANCE_CONFIG, *PWDF_WMI_INSTANCE_CONFIG;

typedef enum _WDF_DMA_PROFILE {
	WdfDmaProfileInvalid,
	WdfDmaProfilePacket,
	WdfDmaProfileScatterGather,
	WdfDmaProfilePacket64,
	WdfDmaProfileScatterGather64,
	WdfDmaProfileScatterGatherDuplex,
	WdfDmaProfileScatterGather64Duplex,
	WdfDmaProfileSystem,
	WdfDmaProfileSystemDuplex
} WDF_DMA_PROFILE;

typedef struct WDFDMAENABLER__ {
	int unused;
} *WDFDMAENABLER;

typedef NTSTATUS EVT_WDF_DMA_ENABLER_FILL(WDFDMAENABLER);
typedef EVT_WDF_DMA_ENABLER_FILL *PFN_WDF_DMA_ENABLER_FILL;
typedef NTSTATUS EVT_WDF_DMA_ENABLER_FLUSH(WDFDMAENABLER);
typedef EVT_WDF_DMA_ENABLER_FLUSH *PFN_WDF_DMA_ENABLER_FLUSH;
typedef NTSTATUS EVT_WDF_DMA_ENABLER_DISABLE(WDFDMAENABLER);
typedef EVT_WDF_DMA_ENABLER_DISABLE *PFN_WDF_DMA_ENABLER_DISABLE;
typedef NTSTATUS EVT_WDF_DMA_ENABLER_ENABLE(WDFDMAENABLER);
typedef EVT_WDF_DMA_ENABLER_ENABLE *PFN_WDF_DMA_ENABLER_ENABLE;
typedef NTSTATUS EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_START(WDFDMAENABLER);
typedef EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_START *PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_START;
typedef NTSTATUS EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP(WDFDMAENABLER);
typedef EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP *PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP;

typedef struct _WDF_DMA_ENABLER_CONFIG {
	ULONG Size;
	WDF_DMA_PROFILE Profile;
	size_t MaximumLength;
	PFN_WDF_DMA_ENABLER_FILL EvtDmaEnablerFill;
	PFN_WDF_DMA_ENABLER_FLUSH EvtDmaEnablerFlush;
	PFN_WDF_DMA_ENABLER_DISABLE EvtDmaEnablerDisable;
	PFN_WDF_DMA_ENABLER_ENABLE EvtDmaEnablerEnable;
	PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_START EvtDmaEnablerSelfManagedIoStart;
	PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP EvtDmaEnablerSelfManagedIoStop;
	ULONG AddressWidthOverride;
	ULONG WdmDmaVersionOverride;
	ULONG Flags;
} WDF_DMA_ENABLER_CONFIG, *PWDF_DMA_ENABLER_CONFIG;

typedef struct _WDF_DMA_SYSTEM_PROFILE_CONFIG {
	ULONG Size;
	BOOLEAN DemandMode;
	BOOLEAN LoopedTransfer;
	DMA_WIDTH DmaWidth;
	PHYSICAL_ADDRESS DeviceAddress;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR DmaDescriptor;
} WDF_DMA_SYSTEM_PROFILE_CONFIG, *PWDF_DMA_SYSTEM_PROFILE_CONFIG;

typedef enum _WDF_DMA_DIRECTION {
	WdfDmaDirectionReadFromDevice,
	WdfDmaDirectionWriteToDevice
} WDF_DMA_DIRECTION;

typedef struct WDFDMATRANSACTION__ {
	int unused;
} *WDFDMATRANSACTION;

typedef BOOLEAN EVT_WDF_PROGRAM_DMA(WDFDMATRANSACTION, WDFDEVICE, WDFCONTEXT, WDF_DMA_DIRECTION,
    PSCATTER_GATHER_LIST);

typedef EVT_WDF_PROGRAM_DMA *PFN_WDF_PROGRAM_DMA;

typedef BOOLEAN EVT_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL(WDFDMATRANSACTION, WDFDEVICE,
    PVOID, PMDL, size_t, size_t);

typedef EVT_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL
    *PFN_WDF_DMA_TRANSACTION_CONFIGURE_DMA_CHANNEL;

typedef void EVT_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE(WDFDMATRANSACTION, WDFDEVICE,
    WDFCONTEXT, WDF_DMA_DIRECTION, DMA_COMPLETION_STATUS);

typedef EVT_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE
    *PFN_WDF_DMA_TRANSACTION_DMA_TRANSFER_COMPLETE;

typedef void EVT_WDF_RESERVE_DMA(WDFDMATRANSACTION, PVOID);
typedef EVT_WDF_RESERVE_DMA *PFN_WDF_RESERVE_DMA;

typedef struct WDFCOMMONBUFFER__ {
	int unused;
} *WDFCOMMONBUFFER;

typedef struct _WDF_COMMON_BUFFER_CONFIG {
	ULONG Size;
	ULONG AlignmentRequirement;
} WDF_COMMON_BUFFER_CONFIG, *PWDF_COMMON_BUFFER_CONFIG;

typedef struct _WDF_TASK_SEND_OPTIONS {
	ULONG Size;
	ULONG Flags;
	LONGLONG Timeout;
} WDF_TASK_SEND_OPTIONS, *PWDF_TASK_SEND_OPTIONS;

#endif /* SDK_WDF_TYPES_H */
