import type { Column } from './columns';

interface Props {
  columns: Column[];
  sort: string;
  onSort: (sort: string) => void;
}

/** Titles that sort: by the first click upward, by the next downward. */
export function Head({ columns, sort, onSort }: Props) {
  return (
    <thead>
      <tr>
        {columns.map(({ title, sort: by, numeric }) => {
          const up = by !== undefined && sort === by;
          const down = by !== undefined && sort === `-${by}`;
          return (
            <th
              key={title}
              scope="col"
              class={numeric ? 'numeric' : ''}
              aria-sort={up ? 'ascending' : down ? 'descending' : 'none'}
            >
              {by === undefined ? (
                title
              ) : (
                <button
                  type="button"
                  onClick={() => {
                    onSort(up ? `-${by}` : by);
                  }}
                >
                  {title}
                  <span aria-hidden="true">{up ? ' ↑' : down ? ' ↓' : ''}</span>
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
