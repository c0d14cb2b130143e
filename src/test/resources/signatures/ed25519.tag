object e02b23673638f1654816bd35a0739148e3c6b975
type commit
tag v1
tagger Ada <ada@example.org> 1772366400 +0000

A release
-----BEGIN PGP SIGNATURE-----

iIoEABYIADIWIQTs4EHsyeS0GITMLz/8AsmdthUKvAUCaaQqQBQcZWQyNTUxOUBl
eGFtcGxlLm9yZwAKCRD8AsmdthUKvDtpAP42kwavq4xe/7Z/VFFQnQ8Vhg4t6qYP
MXXYIMudPm8hwAEAuXwXGeyMF9cu9u4/fsLygs5bjC//UkfeviZ4nRF29Qw=
=JGpo
-----END PGP SIGNATURE-----
