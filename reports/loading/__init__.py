"""Files of indicators, figures and targets: checked whole, then loaded whole or not at all."""
