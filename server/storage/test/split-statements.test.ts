import t from 'tap'
import { splitStatements } from '../split-statements.ts'

t.test('statements end at semicolons, and only at those', async (t) => {
  const cases: [string, string[]][] = [
    ['', []],
    [' ; ;\n;', []],
    ['SELECT 1', ['SELECT 1']],
    ['SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2']],
    ['SELECT \';\', ";", `;`;x', ['SELECT \';\', ";", `;`', 'x']],
    ["SELECT 'it''s; \\'; \\\\'; x", ["SELECT 'it''s; \\'; \\\\'", 'x']],
    ['SELECT "a""; b"; x', ['SELECT "a""; b"', 'x']],
    ['SELECT `a``; b`; x', ['SELECT `a``; b`', 'x']],
    ['-- one; two\nSELECT 1 -- three;\n;', ['SELECT 1']],
    ['--\nSELECT 1', ['SELECT 1']],
    ['SELECT 2--1; # end; of line\nx', ['SELECT 2--1', 'x']],
    ['/* a; b */ SELECT /* ; */ 1;/* end; */', ['SELECT   1']],
    ['SELECT 8/2-1; SELECT 2*3', ['SELECT 8/2-1', 'SELECT 2*3']],
    ["SELECT '-- no comment; #nor /* this';x", ["SELECT '-- no comment; #nor /* this'", 'x']],
    ["-- it's a quote in a comment\nSELECT 1;", ['SELECT 1']],
  ]
  for (const [script, statements] of cases)
    t.strictSame(splitStatements(script), statements, script)
})

t.test('what has no end is refused with its line', async (t) => {
  for (const open of ["'", '"', '`', '/*']) {
    t.throws(() => splitStatements(`SELECT 1;\nSELECT ${open} 2;`), {
      message: `The ${open} in line 2 has no end.`,
    })
  }
})

t.test('a long script takes time in proportion', async (t) => {
  const quoted = `INSERT INTO t VALUES ('${"''\\'".repeat(100_000)}');`
  t.equal(splitStatements(quoted.repeat(5)).length, 5)
})
