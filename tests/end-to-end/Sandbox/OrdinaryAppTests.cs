namespace Actors.EndToEnd.Tests.Sandbox;

/// <summary>What ordinary apps do keeps working in a worker that is locked down.</summary>
public sealed class OrdinaryAppTests(LockedApps apps) : IClassFixture<LockedApps>
{
    // What it is, the code, the repr of `result`: the same on both Pythons.
    private static readonly string[][] _onBoth =
    [
        ["threading", "import threading\ne = threading.Event()\nthreading.Thread(target=e.set).start()\ne.wait(5)\nresult = e.is_set()", "True"],
        ["ThreadPool", "from multiprocessing.pool import ThreadPool\np = ThreadPool(3)\nresult = p.map(lambda x: x * 2, [1, 2, 3])\np.close()\np.join()", "[2, 4, 6]"],
        ["sqlite3 in memory", "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute('create table t (a)')\nc.execute('insert into t values (1)')\nresult = list(c.execute('select * from t'))", "[(1,)]"],
        ["zipfile", "import io, zipfile\nb = io.BytesIO()\nz = zipfile.ZipFile(b, 'w')\nz.writestr('a', 'b')\nz.close()\nresult = zipfile.ZipFile(b).read('a') == b'b'", "True"],
        ["logging", "import logging\nlogging.warning('seen')\nresult = 1", "1"],
        ["hashes", "import hashlib, hmac\nresult = hashlib.sha256(b'a').hexdigest()[:4], hmac.new(b'k', b'v', hashlib.sha1).hexdigest()[:4]", "('ca97', '94fc')"],
        ["uuid", "import uuid\nresult = len(str(uuid.uuid1())), len(str(uuid.uuid4()))", "(36, 36)"],
        ["random", "import os, random\nresult = random.random() < 1, len(os.urandom(8)), random.SystemRandom().random() < 1", "(True, 8, True)"],
        ["time zones", "import os, time\nresult = time.tzname[0], os.path.exists('/usr/share/zoneinfo/Europe/Berlin')", "('UTC', True)"],
        ["decimal", "import decimal\nresult = str(decimal.Decimal('1.1') + 1)", "'2.1'"],
        ["csv, xml, json, pickle", "import csv, json, pickle, xml.dom.minidom, xml.sax\nimport xml.etree.ElementTree as tree\nresult = tree.fromstring('<a/>').tag, json.dumps([1]), pickle.loads(pickle.dumps(1)), xml.dom.minidom.parseString('<a/>').firstChild.tagName == 'a'", "('a', '[1]', 1, True)"],
        ["ssl", "import ssl\nresult = ssl.create_default_context() is not None", "True"],
        ["locale", "import locale\nresult = locale.setlocale(locale.LC_ALL, 'C')", "'C'"],
        ["select on a socketpair", "import select, socket\na, b = socket.socketpair()\nb.send(b'x')\nresult = select.select([a], [], [], 5)[0] == [a] and a.recv(1) == b'x'", "True"],
        ["epoll on a socketpair", "import select, socket\na, b = socket.socketpair()\np = select.epoll()\np.register(a, select.EPOLLIN)\nb.send(b'x')\nresult = len(p.poll(5))", "1"],
        ["compression", "import bz2, zlib\nresult = bz2.decompress(bz2.compress(b'a')) == zlib.decompress(zlib.compress(b'a'))", "True"],
        ["reading its own files", "import os\nresult = sorted(os.listdir('.')), open('app.yaml').read(11)", "(['app.yaml', 'main.py'], 'application')"],
        ["source of the standard library", "import inspect, json\nresult = len(inspect.getsource(json)) > 100", "True"],
        ["codecs", "result = u'\\u20ac'.encode('cp1252') == b'\\x80' and b'abc'.decode('shift_jis') == u'abc'", "True"],
        ["platform", "import platform\nresult = len(platform.platform()) > 3", "True"],
        ["mimetypes", "import mimetypes\nresult = mimetypes.guess_type('a.png')[0]", "'image/png'"],
        ["time.sleep", "import time\ntime.sleep(0.01)\nresult = 1", "1"],
        ["TemporaryFile", "import tempfile\nf = tempfile.TemporaryFile()\nf.write(b'x')\nf.seek(0)\nresult = f.read() == b'x'", "True"],
    ];

    private static readonly string[][] _onPython3 =
    [
        ["asyncio", "import asyncio\nresult = asyncio.run(asyncio.sleep(0.01, 7))", "7"],
        ["asyncio's streams", """
            import asyncio, socket
            async def talk():
                a, b = socket.socketpair()
                reader, writer = await asyncio.open_connection(sock=a)
                b.send(b'hi\n')
                line = await reader.readline()
                writer.write(b'x' * 100)
                await writer.drain()
                return line, len(b.recv(1000))
            result = asyncio.run(talk())
            """, "(b'hi\\n', 100)"],
        ["concurrent.futures", "from concurrent.futures import ThreadPoolExecutor\nresult = list(ThreadPoolExecutor(3).map(abs, [-1, 2]))", "[1, 2]"],
        ["queue", "import queue\nq = queue.Queue()\nq.put(1)\nresult = q.get()", "1"],
        ["secrets", "import secrets\nresult = len(secrets.token_hex(4))", "8"],
        ["zoneinfo", "import zoneinfo\nresult = str(zoneinfo.ZoneInfo('Europe/Berlin')), len(zoneinfo.available_timezones()) > 100", "('Europe/Berlin', True)"],
        ["jinja2", "import jinja2\nresult = jinja2.Template('{{ a }}').render(a=2)", "'2'"],
        ["flask", "import flask\na = flask.Flask('x')\na.route('/')(lambda: 'hi')\nresult = a.test_client().get('/').data", "b'hi'"],
        ["django", "from django.conf import settings\nsettings.configure(USE_I18N=False)\nimport django.template as t\nresult = str(t.Engine().from_string('{{ a }}').render(t.Context({'a': 1})))", "'1'"],
        ["numpy", "import numpy\nresult = float(numpy.dot(numpy.ones((300, 300)), numpy.ones((300, 300))).sum()), numpy.linalg.inv(numpy.eye(2)).tolist()", "(27000000.0, [[1.0, 0.0], [0.0, 1.0]])"],
        ["PIL", "import io\nfrom PIL import Image, ImageDraw\ni = Image.new('RGB', (9, 9))\nImageDraw.Draw(i).text((0, 0), 'a')\nb = io.BytesIO()\ni.save(b, 'JPEG')\nresult = Image.open(b).size", "(9, 9)"],
        ["files in the temp directory", """
            import os, shutil, tempfile
            with tempfile.TemporaryDirectory() as d:
                open(d + '/a', 'w').write('x')
                shutil.copy(d + '/a', d + '/b')
                os.mkdir(d + '/c')
                os.rename(d + '/b', d + '/c/b')
                os.symlink('b', d + '/c/s')
                result = sorted(os.listdir(d + '/c')), open(d + '/c/s').read()
            """, "(['b', 's'], 'x')"],
        ["zipimport", """
            import sys, tempfile, zipfile
            path = tempfile.mkdtemp() + '/m.zip'
            with zipfile.ZipFile(path, 'w') as z:
                z.writestr('zipped_module.py', 'four = 4')
            sys.path.append(path)
            import zipped_module
            result = zipped_module.four
            """, "4"],
        ["sqlite3 in the temp directory", "import sqlite3, tempfile\nc = sqlite3.connect(tempfile.mkdtemp() + '/a.db')\nc.execute('create table t (a)')\nc.commit()\nresult = list(c.execute('select * from t'))", "[]"],
        ["mmap of a file", "import mmap, tempfile\nf = tempfile.TemporaryFile()\nf.write(b'x' * 4096)\nf.flush()\nresult = mmap.mmap(f.fileno(), 4096)[:1]", "b'x'"],
        ["importlib.metadata", "import importlib.metadata\nresult = len(list(importlib.metadata.distributions())) > 0", "True"],
    ];

    public static TheoryData<string, string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string, string>();
        foreach (var row in _onBoth)
        {
            foreach (var python in LockedApps.Pythons)
                cases.Add(row[0], python, row[1], row[2]);
        }

        foreach (var row in _onPython3.Where(row => IsInstalled(row[0])))
            cases.Add(row[0], "python3", row[1], row[2]);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task It_works(string what, string python, string code, string expected) => Assert.Equal((what, expected), (what, await apps.RunAsync(python, code)));

    // Debian's packages; test.sh installs them where it may.
    private static bool IsInstalled(string name) =>
        name is not ("flask" or "django" or "numpy" or "PIL" or "jinja2") || Directory.Exists($"/usr/lib/python3/dist-packages/{name}");
}
