// Offers each chart as a picture and as its specification: both are in the page already, so nothing
// is fetched. No less-than or ampersand sign may stand in this file: it is read as XML too.
(() => {
    'use strict';
    const SVG = 'http://www.w3.org/2000/svg';
    const HEAD = 15;

    // The title in lines no wider than the picture.
    const lines_of = (text, width) => {
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = 'bold ' + HEAD + 'px ' + getComputedStyle(document.body).fontFamily;
        const lines = [];
        for (const word of text.split(/\s+/)) {
            const longer = lines.length ? lines[lines.length - 1] + ' ' + word : word;
            if (lines.length ? pen.measureText(longer).width > width : true) lines.push(word);
            else lines[lines.length - 1] = longer;
        }
        return lines;
    };

    // The chart as it is on a light page, with its title, its base and its mark on top.
    const picture = (figure) => {
        const svg = figure.querySelector('.chart.wide svg').cloneNode(true);
        const [, , width, height] = svg.getAttribute('viewBox').split(/[\s,]+/).map(Number);
        const caption = ['.title', '.mark'].map((name) => figure.querySelector('figcaption ' + name));
        const base = figure.querySelector('.base');
        const heads = caption.concat(base).filter(Boolean).flatMap((part) => {
            const copy = part.cloneNode(true);
            copy.querySelectorAll('.ref').forEach((reference) => reference.remove());
            return lines_of(copy.textContent.trim(), width);
        });
        const room = heads.length * 20 + 8;
        svg.setAttribute('viewBox', [0, -room, width, height + room].join(' '));
        svg.setAttribute('width', width);
        svg.setAttribute('height', height + room);
        svg.removeAttribute('style');
        const paper = document.createElementNS(SVG, 'rect');
        for (const [name, value] of Object.entries({ x: 0, y: -room, width, height: height + room, fill: '#ffffff' }))
            paper.setAttribute(name, value);
        svg.insertBefore(paper, svg.firstChild);
        heads.forEach((line, i) => {
            const text = document.createElementNS(SVG, 'text');
            for (const [name, value] of Object.entries({ x: 0, y: 16 + i * 20 - room, fill: '#1b2431', 'font-size': HEAD, 'font-weight': 'bold' }))
                text.setAttribute(name, value);
            text.setAttribute('font-family', getComputedStyle(document.body).fontFamily);
            text.textContent = line;
            svg.appendChild(text);
        });
        return new XMLSerializer().serializeToString(svg).replace(/var\(--[\w-]+,\s*(#[0-9a-f]{6})\)/g, '$1');
    };

    const kinds = {
        svg: { type: 'image/svg+xml', make: picture },
        json: { type: 'application/json', make: (figure) => figure.querySelector('script').textContent },
    };
    for (const link of document.querySelectorAll('a[data-download]')) {
        const kind = kinds[link.dataset.download];
        link.hidden = false;
        link.addEventListener('click', () => {
            const bytes = new Blob([kind.make(link.closest('figure'))], { type: kind.type });
            link.href = URL.createObjectURL(bytes);
            setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        });
    }
})();
