import t from 'tap'
import { BEGIN_MARK, END_MARK, updatePage } from '../report/benchmarks-page.ts'

t.test('a page that is not there is begun', async (t) => {
  t.match(updatePage(undefined, 'new'), /^# Benchmarks\n/)
  t.ok(updatePage(undefined, 'new').endsWith(`${BEGIN_MARK}\n\nnew\n\n${END_MARK}\n`))
})

t.test('what people wrote around the figures stays', async (t) => {
  const page = `# Mine\n\n${BEGIN_MARK}\nold\n${END_MARK}\n\n## What was tried\n`
  const updated = updatePage(page, 'new')
  t.equal(updated, `# Mine\n\n${BEGIN_MARK}\n\nnew\n\n${END_MARK}\n\n## What was tried\n`)
  t.equal(updatePage(updated, 'newer'), updated.replace('new', 'newer'))
})

t.test('a page without its marks loses nothing', async (t) => {
  const updated = updatePage('# Mine\n', 'new')
  t.equal(updated, `# Mine\n\n${BEGIN_MARK}\n\nnew\n\n${END_MARK}\n`)
})
