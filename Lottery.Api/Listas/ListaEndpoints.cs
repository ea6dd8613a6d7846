using Lottery.Api.Access;
using Lottery.Api.Http;
using Lottery.Api.Http.OpenApi;
using Lottery.Api.Http.Queries;
using Lottery.Data;
using Lottery.Data.Bancas;
using Lottery.Data.Calendar;
using Lottery.Data.Loterias;
using Lottery.Data.Sorteos;
using Lottery.Data.Tickets.Exposure;
using Lottery.Data.Tickets.Listas;
using Lottery.Data.Users;

namespace Lottery.Api.Listas;

/// <summary>The listas of a draw, and which of them are left out.</summary>
internal static class ListaEndpoints
{
    public static void MapListas(this RouteGroupBuilder api)
    {
        var listas = api.MapGroup("/sorteos/{id}/listas").WithTags("Listas");
        listas.MapGet("/", ListListas, AccessMatrix.ListListas).Strict<ListListasQuery>()
            .WithSummary("List what each vendedor sold in a draw, by multiplier")
            .Refuses(SorteoRefusals.NotFound);
        listas.MapPost("/exclude", ExcludeLista, AccessMatrix.ExcludeLista)
            .WithSummary("Leave a lista out of an open draw; nothing more of it is sold")
            .Example(new ExcludeListaRequest(Guid.Empty, Reason: "Lista entregada tarde"))
            .Refuses([.. Strangers, ListaRefusals.ExcludesFromOpen(SorteoStatus.Closed)]);
        listas.MapPost("/include", IncludeLista, AccessMatrix.IncludeLista)
            .WithSummary("Take an exclusion back, as far as the limits have room for it")
            .Example(new IncludeListaRequest(Guid.Empty))
            .Refuses(
            [
                .. Strangers, ListaRefusals.IncludesFromOpen(SorteoStatus.Closed), ListaRefusals.NotExcluded,
                LimitRefusals.MaxTotalExample,
            ]);
        api.MapGroup("/listas-excluidas").WithTags("Listas")
            .MapGet("/", ListExcludedListas, AccessMatrix.ListExcludedListas).Strict<ListExcludedListasQuery>()
            .WithSummary("List the listas that are left out, the newest first")
            .Refuses(DateRange.Invalid);
    }

    private static IEnumerable<Refusal> Strangers =>
    [
        BancaRefusals.ContextRequired, SorteoRefusals.NotFound, ListaRefusals.VentanaNotFound,
        ListaRefusals.VendedorNotFound, ListaRefusals.VendedorOfOtherVentana, LoteriaRefusals.MultiplierNotFound,
    ];

    private static Task<BareReply<ListasResponse>> ListListas(
        Guid id, [AsParameters] ListListasQuery query, ListaReader reader, CurrentActor current,
        CancellationToken cancellationToken) =>
        reader.OfSorteo(id, query, current.Actor, cancellationToken);

    private static async Task<CreatedReply<ListaExclusionResponse>> ExcludeLista(
        Guid id, ExcludeListaRequest request, ListaExclusions exclusions, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await exclusions.Exclude(
            new Lista(id, request.VentanaId, request.VendedorId, request.MultiplierId), request.Reason, current.Actor,
            cancellationToken)).Select(ListaExclusionResponse.Of);

    private static async Task<Reply<Done>> IncludeLista(
        Guid id, IncludeListaRequest request, ListaExclusions exclusions, CurrentActor current,
        CancellationToken cancellationToken) =>
        (await exclusions.Include(
            new Lista(id, request.VentanaId, request.VendedorId, request.MultiplierId), current.Actor,
            cancellationToken)).Select(_ => new Done("Lista incluida nuevamente en el sorteo."));

    private static Task<BareReply<ExcludedListasResponse>> ListExcludedListas(
        [AsParameters] ListExcludedListasQuery query, ListaReader reader, CurrentActor current,
        CancellationToken cancellationToken) =>
        reader.Excluded(query, current.Actor, cancellationToken);
}
