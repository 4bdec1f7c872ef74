using System.Collections.Frozen;

namespace Actors.Gateway.Static;

/// <summary>Types by file extension. Text types come without a charset, as on App Engine: the page says its own.</summary>
internal static class ContentTypes
{
    /// <summary>What a file has whose extension is not in the table.</summary>
    public const string Unknown = "application/octet-stream";

    private static readonly FrozenDictionary<string, string> ByExtension = new Dictionary<string, string>
    {
        ["aac"] = "audio/aac",
        ["apk"] = "application/vnd.android.package-archive",
        ["atom"] = "application/atom+xml",
        ["avi"] = "video/x-msvideo",
        ["avif"] = "image/avif",
        ["bin"] = "application/octet-stream",
        ["bmp"] = "image/bmp",
        ["bz2"] = "application/x-bzip2",
        ["css"] = "text/css",
        ["csv"] = "text/csv",
        ["doc"] = "application/msword",
        ["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["eot"] = "application/vnd.ms-fontobject",
        ["epub"] = "application/epub+zip",
        ["flac"] = "audio/flac",
        ["gif"] = "image/gif",
        ["gz"] = "application/gzip",
        ["htc"] = "text/x-component",
        ["htm"] = "text/html",
        ["html"] = "text/html",
        ["ico"] = "image/x-icon",
        ["ics"] = "text/calendar",
        ["jar"] = "application/java-archive",
        ["jpeg"] = "image/jpeg",
        ["jpg"] = "image/jpeg",
        ["js"] = "text/javascript",
        ["json"] = "application/json",
        ["jsonld"] = "application/ld+json",
        ["m4a"] = "audio/mp4",
        ["map"] = "application/json",
        ["md"] = "text/markdown",
        ["mid"] = "audio/midi",
        ["mjs"] = "text/javascript",
        ["mov"] = "video/quicktime",
        ["mp3"] = "audio/mpeg",
        ["mp4"] = "video/mp4",
        ["mpeg"] = "video/mpeg",
        ["odp"] = "application/vnd.oasis.opendocument.presentation",
        ["ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        ["odt"] = "application/vnd.oasis.opendocument.text",
        ["oga"] = "audio/ogg",
        ["ogg"] = "audio/ogg",
        ["ogv"] = "video/ogg",
        ["opus"] = "audio/opus",
        ["otf"] = "font/otf",
        ["pdf"] = "application/pdf",
        ["png"] = "image/png",
        ["ppt"] = "application/vnd.ms-powerpoint",
        ["pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ["ps"] = "application/postscript",
        ["rss"] = "application/rss+xml",
        ["rtf"] = "application/rtf",
        ["svg"] = "image/svg+xml",
        ["svgz"] = "image/svg+xml",
        ["swf"] = "application/x-shockwave-flash",
        ["tar"] = "application/x-tar",
        ["tif"] = "image/tiff",
        ["tiff"] = "image/tiff",
        ["ts"] = "video/mp2t",
        ["tsv"] = "text/tab-separated-values",
        ["ttf"] = "font/ttf",
        ["txt"] = "text/plain",
        ["vcf"] = "text/vcard",
        ["wasm"] = "application/wasm",
        ["wav"] = "audio/wav",
        ["weba"] = "audio/webm",
        ["webm"] = "video/webm",
        ["webmanifest"] = "application/manifest+json",
        ["webp"] = "image/webp",
        ["woff"] = "font/woff",
        ["woff2"] = "font/woff2",
        ["xhtml"] = "application/xhtml+xml",
        ["xls"] = "application/vnd.ms-excel",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["xml"] = "text/xml",
        ["xsl"] = "text/xml",
        ["yaml"] = "application/yaml",
        ["zip"] = "application/zip",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of a file.</summary>
    public static string Of(string path)
    {
        var extension = Path.GetExtension(path.AsSpan());
        return extension.Length > 1 && ByExtension.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(extension[1..], out var type) ? type : Unknown;
    }
}
