/* \summary: what a function that can fail returns: 0, or one of these */
#ifndef CUL_ERR_H
#define CUL_ERR_H

enum cul_err {
	CUL_OK = 0,
	CUL_ENOMEM = -1,   /* out of memory; batch stops                 */
	CUL_EIO = -2,      /* the system said no; errno holds why        */
	CUL_ETRUNC = -3,   /* the data ends too early                    */
	CUL_ECORRUPT = -4, /* the data is damaged                        */
	CUL_ECONF = -5,    /* the configuration is wrong; text says where */
	CUL_EUSAGE = -6,
	CUL_EBUSY = -7,     /* somebody else has it                      */
	CUL_EFULL = -8,     /* the disk is full                          */
	CUL_EREADONLY = -9, /* it may not be written                     */
	CUL_ESTALE = -10,   /* it has changed since it was looked at     */
	CUL_ENONE = -11     /* there is no such thing                    */
};

#endif
