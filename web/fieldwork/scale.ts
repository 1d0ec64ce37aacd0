// Arithmetic of the charts and of the map.

/// Round values from 0 to at least `largest`, at most `most` steps apart: 0, 20, 40, 60.
export function ticks(largest: number, most = 4): number[] {
    if (!(largest > 0)) return [0, 1];
    const rough = largest / most;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!);
    const out = [0];
    while (out[out.length - 1]! < largest) out.push(out[out.length - 1]! + step);
    return out;
}

/// All days from the first to the last, so that a day without interviews is seen. ISO 8601 dates.
export function days_between(first: string, last: string, most = 400): string[] {
    const out: string[] = [];
    const at = new Date(`${first}T00:00:00Z`);
    const end = new Date(`${last}T00:00:00Z`).getTime();
    while (at.getTime() <= end && out.length < most) {
        out.push(at.toISOString().slice(0, 10));
        at.setUTCDate(at.getUTCDate() + 1);
    }
    return out;
}

export interface Projection {
    width: number;
    height: number;
    x(lon: number): number;
    y(lat: number): number;
}

export type Ring = [number, number][];

/// A plain map of an area: longitudes narrowed by the cosine of the middle latitude, which for a country
/// is near enough. `corners`: all that must be on it.
export function projection(corners: Ring, width: number): Projection {
    const lons = corners.map(([lon]) => lon);
    const lats = corners.map(([, lat]) => lat);
    const reduce = (values: number[], pick: (a: number, b: number) => number) => values.reduce((a, b) => pick(a, b));
    const west = reduce(lons, Math.min), east = reduce(lons, Math.max);
    const south = reduce(lats, Math.min), north = reduce(lats, Math.max);
    const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
    const scale = width / Math.max((east - west) * narrow, 1e-6);
    return {
        width,
        height: Math.max((north - south) * scale, 1),
        x: (lon) => (lon - west) * narrow * scale,
        y: (lat) => (north - lat) * scale,
    };
}

interface Geometry {
    type: string;
    coordinates: unknown;
}

export interface Feature {
    type: 'Feature';
    properties: { area?: string; name?: string } | null;
    geometry: Geometry | null;
}

/// The rings of a Polygon or MultiPolygon.
export function rings_of(geometry: Geometry | null): Ring[] {
    if (geometry?.type === 'Polygon') return geometry.coordinates as Ring[];
    if (geometry?.type === 'MultiPolygon') return (geometry.coordinates as Ring[][]).flat();
    return [];
}

/// An SVG path of rings, to a tenth of a unit; points that fall together are left out.
export function path_of(rings: Ring[], to: Projection): string {
    return rings
        .map((ring) => {
            let last = '';
            const points: string[] = [];
            for (const [lon, lat] of ring) {
                const point = `${to.x(lon).toFixed(1)},${to.y(lat).toFixed(1)}`;
                if (point !== last) points.push(point);
                last = point;
            }
            return points.length > 2 ? `M${points.join('L')}Z` : '';
        })
        .join('');
}
