import t from 'tap'
import { cellsOf } from '../../../terminal/cells.ts'
import { hostileText, randomFrom } from '../../../terminal/test/hostile-text.ts'
import { layOutInput } from '../input-layout.ts'
import { LineEditor } from '../line-editor.ts'

function editorWith(text: string): LineEditor {
  const editor = new LineEditor()
  editor.insert(text)
  return editor
}
const press = (editor: LineEditor, ...keys: string[]): void => {
  for (const key of keys) editor.press(key)
}

t.test('the cursor goes by what is one character for a reader', async (t) => {
  const editor = editorWith('a👩\u200d👩\u200d👧e\u0301茶')
  press(editor, 'left', 'left')
  editor.insert('|')
  t.equal(editor.text, 'a👩\u200d👩\u200d👧|e\u0301茶')
  press(editor, 'backspace', 'backspace')
  t.equal(editor.text, 'ae\u0301茶')
  press(editor, 'delete')
  t.equal(editor.text, 'a茶')
})

t.test('words, lines and their ends', async (t) => {
  const editor = editorWith('one two\nthree 四 five')
  press(editor, 'ctrl-w')
  t.equal(editor.text, 'one two\nthree 四 ')
  press(editor, 'ctrl-left', 'ctrl-left')
  editor.insert('<')
  t.equal(editor.text, 'one two\n<three 四 ')
  press(editor, 'up', 'end', 'ctrl-u')
  t.equal(editor.text, '\n<three 四 ')
  press(editor, 'down', 'home', 'delete')
  t.equal(editor.text, '\nthree 四 ')
})

t.test('↑ brings back what was entered, and ↓ what was being typed', async (t) => {
  const editor = new LineEditor()
  for (const line of ['first', 'second', 'second', '  ']) {
    editor.insert(line)
    t.equal(editor.enter(), line)
  }
  editor.insert('half a li')
  press(editor, 'up')
  t.equal(editor.text, 'second')
  press(editor, 'up', 'up', 'up')
  t.equal(editor.text, 'first')
  press(editor, 'down', 'down', 'down')
  t.equal(editor.text, 'half a li')
})

t.test(
  'whatever is typed and pressed, the text is whole and the cursor is where it is drawn',
  async (t) => {
    const random = randomFrom(11)
    const keys =
      'left right up down home end backspace delete ctrl-w ctrl-left ctrl-right newline'.split(' ')
    for (let round = 0; round < 150; round += 1) {
      const editor = editorWith(hostileText(random, 20))
      for (let step = 0; step < 20; step += 1) {
        if (random() < 0.3) editor.insert(hostileText(random, 4))
        else press(editor, keys[Math.floor(random() * keys.length)] ?? '')
        const { text, cursor } = editor
        const columns = 3 + Math.floor(random() * 30)
        const { lines, x, y } = layOutInput(text, cursor, columns)
        const context = JSON.stringify({ text, cursor, columns, lines, x, y })
        if (!text.isWellFormed() || cursor < 0 || cursor > text.length) t.fail(context)
        if (lines.some((line) => cellsOf(line) >= columns)) t.fail(`too wide: ${context}`)
        if (lines[y] === undefined || x > cellsOf(lines[y]))
          t.fail(`the cursor is nowhere: ${context}`)
      }
    }
    t.pass('every one of them')
  },
)

t.test('what was being written comes back after a command, entered or given up', async (t) => {
  const editor = new LineEditor()
  editor.insert('half a message')
  editor.insteadOf('/search ')
  editor.insteadOf('/add han ')
  t.equal(editor.enter(), '/add han ')
  t.equal(editor.text, 'half a message')
  t.equal(editor.cursor, 14)
  editor.insteadOf('/search ')
  const { draft } = editor
  editor.restore()
  t.equal(editor.text, '', 'another chat has nothing of it')
  editor.restore(draft)
  t.equal(editor.text, '/search ')
  editor.clear()
  t.equal(editor.text, 'half a message')
  editor.clear()
  t.equal(editor.text, '')
})
