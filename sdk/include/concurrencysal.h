/*
 * Annotations of locks: nothing here.  [concurrencysal.h]
 */
#ifndef SDK_CONCURRENCYSAL_H
#define SDK_CONCURRENCYSAL_H

#define _Benign_race_begin_
#define _Benign_race_end_
#define _Interlocked_
#define _Interlocked_operand_
#define _Internal_swap_lock_
#define _No_competing_thread_
#define _No_competing_thread_begin_
#define _No_competing_thread_end_
#define _Requires_no_locks_held_
#define __interlocked
#define __no_competing_thread
#define __requires_no_locks_held

/* with arguments */
#define _Acquires_exclusive_lock_(...)
#define _Acquires_lock_(...)
#define _Acquires_nonreentrant_lock_(...)
#define _Acquires_shared_lock_(...)
#define _Analysis_assume_lock_acquired_(...)
#define _Analysis_assume_lock_held_(...)
#define _Analysis_assume_lock_not_held_(...)
#define _Analysis_assume_lock_released_(...)
#define _Analysis_assume_same_lock_(...)
#define _Analysis_assume_smart_lock_acquired_(...)
#define _Analysis_assume_smart_lock_released_(...)
#define _Analysis_suppress_lock_checking_(...)
#define _Create_lock_level_(...)
#define _Csalcat1_(...)
#define _Csalcat2_(...)
#define _Detaches_lock_(...)
#define _Function_ignore_lock_checking_(...)
#define _Guarded_by_(...)
#define _Has_lock_kind_(...)
#define _Has_lock_level_(...)
#define _Internal_lock_level_order_(...)
#define _Internal_set_lock_count_(...)
#define _Internal_set_lock_count_to_one_(...)
#define _Internal_set_lock_count_to_zero_(...)
#define _Lock_level_order_(...)
#define _Moves_lock_(...)
#define _Post_same_lock_(...)
#define _Releases_exclusive_lock_(...)
#define _Releases_lock_(...)
#define _Releases_nonreentrant_lock_(...)
#define _Releases_shared_lock_(...)
#define _Replaces_lock_(...)
#define _Requires_exclusive_lock_held_(...)
#define _Requires_lock_held_(...)
#define _Requires_lock_not_held_(...)
#define _Requires_shared_lock_held_(...)
#define _Swaps_locks_(...)
#define _Write_guarded_by_(...)
#define __acquires_exclusive_lock(...)
#define __acquires_lock(...)
#define __acquires_shared_lock(...)
#define __analysis_assume_lock_acquired(...)
#define __analysis_assume_lock_released(...)
#define __analysis_suppress_lock_checking(...)
#define __declare_lock_level(...)
#define __function_ignore_lock_checking(...)
#define __guarded_by(...)
#define __has_lock_level(...)
#define __has_lock_property(...)
#define __lock_level_order(...)
#define __releases_exclusive_lock(...)
#define __releases_lock(...)
#define __releases_shared_lock(...)
#define __requires_exclusive_lock_held(...)
#define __requires_lock_held(...)
#define __requires_lock_not_held(...)
#define __requires_shared_lock_held(...)
#define __write_guarded_by(...)

#endif /* SDK_CONCURRENCYSAL_H */
