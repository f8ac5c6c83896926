"""Tables of people's own data: columns of numbers, words, dates, texts and pictures."""
