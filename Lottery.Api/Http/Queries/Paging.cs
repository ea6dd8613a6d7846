using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;

namespace Lottery.Api.Http.Queries;

/// <summary>What every list takes: which page, and how long it is.</summary>
[ValidatableType]
public abstract record ListQuery
{
    public const int LongestPage = 100;

    [Range(1, 1_000_000, ErrorMessage = Rules.Range)]
    [DefaultValue(1)]
    public int? Page { get; init; }

    [Range(1, LongestPage, ErrorMessage = Rules.Range)]
    public int? PageSize { get; init; }

    internal int PageOrFirst => Page ?? 1;
}

internal static class Paging
{
    /// <summary>One page and the count of all: two statements.</summary>
    public static async Task<PageEnvelope<T>> ToPage<T>(
        this IQueryable<T> rows, ListQuery query, int defaultSize, CancellationToken cancellationToken)
    {
        var size = query.PageSize ?? defaultSize;
        // Named for the query of the operation, which is what a slow list is looked for by.
        var list = query.GetType().Name.Replace("Query", "", StringComparison.Ordinal);
        var total = await rows.TagWith($"{list}.count").CountAsync(cancellationToken);
        var page = await rows.TagWith($"{list}.page").Skip((query.PageOrFirst - 1) * size).Take(size).ToListAsync(cancellationToken);
        return new PageEnvelope<T>(page, new PageMeta(total, query.PageOrFirst, size));
    }

    /// <summary>The same page with its rows turned into what the client reads.</summary>
    public static PageEnvelope<TOut> Select<T, TOut>(this PageEnvelope<T> page, Func<T, TOut> row) =>
        new([.. page.Data.Select(row)], page.Meta);
}
