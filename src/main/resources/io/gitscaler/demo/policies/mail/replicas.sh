# One mailer for each hundred waiting mails: {"metrics": [{"value": "250", ...}], ...} becomes {"targetReplicas": 3}.
waiting=$(sed -n 's/.*"value": *"\([0-9]*\)".*/\1/p')
echo "{\"targetReplicas\": $(((waiting + 99) / 100))}"
