# One replica for each open report: {"metrics": [{"value": "3", ...}], ...} becomes {"targetReplicas": 3}.
open=$(sed -n 's/.*"value": *"\([0-9]*\)".*/\1/p')
echo "{\"targetReplicas\": $open}"
