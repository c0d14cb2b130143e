# How many mails wait. The file stands for a message broker.
cat "$QUEUE"
