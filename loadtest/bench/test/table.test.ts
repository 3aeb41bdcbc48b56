import t from 'tap'
import { renderMarkdown, renderText, type Table } from '../report/table.ts'

const TABLE: Table = {
  title: 'Teas',
  columns: ['', 'grams', 'price'],
  groups: [
    {
      title: 'green',
      rows: [
        ['Longjing', ['5', '1,200']],
        ['Biluochun', ['100', '9']],
      ],
    },
    { title: 'black', rows: [['Keemun', 'sold out']] },
  ],
  notes: ['Prices in yuan.'],
}

t.test('on a terminal figures stand under their headings', async (t) => {
  t.equal(
    renderText(TABLE),
    [
      'Teas',
      '             grams  price',
      'green',
      '  Longjing       5  1,200',
      '  Biluochun    100      9',
      'black',
      '  Keemun     sold out',
      '  Prices in yuan.',
      '',
    ].join('\n'),
  )
})

t.test('on a page every group is a table', async (t) => {
  t.equal(
    renderMarkdown(TABLE),
    [
      '### Teas',
      '',
      '**green**',
      '',
      '|  | grams | price |',
      '| --- | ---: | ---: |',
      '| Longjing | 5 | 1,200 |',
      '| Biluochun | 100 | 9 |',
      '',
      '**black**',
      '',
      '|  | grams | price |',
      '| --- | ---: | ---: |',
      '| Keemun | sold out |  |',
      '',
      'Prices in yuan.',
    ].join('\n'),
  )
})
