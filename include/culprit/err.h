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
	CUL_EUSAGE = -6
};

#endif
