/** Words that SQLite never takes for a name unless quoted; joins are named by some, so they are left out as well. */
const neverNames = new Set(
  `ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CHECK COLLATE COMMIT CONSTRAINT CREATE CROSS DEFAULT DEFERRABLE
  DELETE DISTINCT DROP ELSE ESCAPE EXCEPT EXISTS FOREIGN FROM FULL GROUP HAVING IN INDEX INDEXED INNER INSERT INTERSECT
  INTO IS ISNULL JOIN LEFT LIMIT NATURAL NOT NOTHING NOTNULL NULL ON OR ORDER OUTER PRIMARY REFERENCES RETURNING RIGHT
  SELECT SET TABLE THEN TO TRANSACTION UNION UNIQUE UPDATE USING VALUES WHEN WHERE WITHIN CURRENT_DATE CURRENT_TIME
  CURRENT_TIMESTAMP RAISE`.split(/\s+/),
);

/** Words that continue an expression or a table rather than naming it, where an alias without AS could stand. */
const continuing = new Set(
  'COLLATE FILTER GLOB LIKE MATCH OFFSET OVER REGEXP WINDOW ILIKE QUALIFY FETCH TOP FOR END BY DESC ASC NULLS WITH'.split(
    ' ',
  ),
);

/** Whether that word, in capitals, can be a name without quotes. */
export function canBeName(keyword: string): boolean {
  return !neverNames.has(keyword);
}

/** Whether that word, in capitals, can be an alias without AS before it. */
export function canBeBareAlias(keyword: string): boolean {
  return canBeName(keyword) && !continuing.has(keyword);
}
