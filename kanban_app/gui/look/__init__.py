"""How everything looks: tokens, theme, fonts, card chips, shapes, icons and the small widgets that all screens share.

What a screen uses, and nothing more:

- `theme.apply(app, "system")`, `theme.current()` (the Tokens), `theme.color("accent")`, `theme.px(44)`,
  `theme.news().changed` (connect to repaint), `theme.set_zoom(125)`
- `fonts.ui(15, 600)`, `fonts.mono(15)`
- `chips.face_of(card, letters, marks)`, `chips.paint(painter, rect, face)`
- `shapes.paint_zone`, `paint_mark`, `paint_band`, `paint_hatching`; `kinds.paint_kind`; `answers.paint_answer`
- `icons.icon("printer")`, `icons.paint(painter, rect, "printer", "ink2")`
- `widgets.Button`, `Pill`, `Panel`, `KeyHint`, `ElidedLabel`, `SearchField`, `Choice`, `TextLabel`, `IconLabel`, `Rule`

Hex values stand in `tokens.py` and nowhere else.
"""
