/*
 * What every header of WPP's has: starting and stopping, which do nothing here.
 * Part of the .tmh headers that drydock-cc makes; a driver does not include it.
 * [WppRecorder/nf-wpprecorder-wpp_init_tracing; devtest: wpp-cleanup]
 */
#ifndef SDK_WPP_H
#define SDK_WPP_H

#define WPP_INIT_TRACING(...) ((void)0)
#define WPP_CLEANUP(...) ((void)(__VA_ARGS__))
#define WPP_SYSTEMCONTROL(...) ((void)0)
#define WPP_SYSTEMCONTROL2(...) ((void)0)
#define WPP_LEVEL_ENABLED(...) FALSE
#define WPP_FLAG_ENABLED(...) FALSE
#define WPP_RECORDER_INIT(...) ((void)0)

#endif /* SDK_WPP_H */
